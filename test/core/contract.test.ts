import { contract } from '@throughline/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPartnered, type Partnered } from '../support/partnered.ts';
import { flowOf, node, type Stage, until } from '../support/stage.ts';

let stage: Stage;
let close: Partnered['close'];
beforeAll(async () => {
  ({ stage, close } = await openPartnered());
});
afterAll(() => close());

it('refuses at the door what does not fit the contract, and accepts nothing of it', async () => {
  const keys = { idempotency: ['usageId'], order: null, business: [], correlation: null };
  const send = node('send', 'connector.http', { connection: 'partner', url: '/usage' });
  await stage.live(
    flowOf(
      'usage',
      [node('in', 'trigger.http', { path: 'usage', contract: 'supply-usage@1', keys }), send],
      ['in>send'],
    ),
  );
  const example = contract('supply-usage@1')!.examples[0]!.message as Record<string, unknown>;
  const { facility: _, ...without } = example;
  const refused = await stage.send('usage', { ...without, patientName: 'ZZCANARY' });
  const text = await refused.text();
  expect([refused.status, refused.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
  expect(JSON.parse(text)).toMatchObject({
    code: 'contract_violation',
    path: 'facility',
    errors: [{ field: 'facility' }, { field: 'patientName' }],
  });
  expect(text).not.toContain('ZZCANARY');
  expect((await stage.ledger('usage'))['send']).toBeUndefined();
  // The key of what was refused is free: the mended message is new.
  expect((await stage.send('usage', example)).status).toBe(202);
  await until(async () => (await stage.ledger('usage'))['send']?.delivered === 1);
});
