import { receive } from '@throughline/nodes/runs';
import { inTransaction, listQuarantine, planReplay, startReplay } from '@throughline/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Destination } from '../support/destination.ts';
import { openPartnered, type Partnered } from '../support/partnered.ts';
import { flowOf, node, type Stage, until } from '../support/stage.ts';

const ROWS = 5000;
const BAD = [17, 2500, 4999];

let stage: Stage;
let partner: Destination;
let close: Partnered['close'];
beforeAll(async () => {
  ({ stage, partner, close } = await openPartnered());
  await stage.live(
    flowOf(
      'file',
      [
        node('in', 'trigger.http', { path: 'file', format: 'csv' }),
        node('row', 'connector.http', { connection: 'partner', url: '/row' }),
      ],
      ['in>row'],
    ),
  );
});
afterAll(() => close());

it('makes one message for each record: 3 bad rows of 5,000 are 3 quarantined and 4,997 delivered', async () => {
  const rows = Array.from({ length: ROWS }, (_, i) =>
    BAD.includes(i + 2) ? `${i + 2},"torn` : `${i + 2},name ${i + 2}`,
  );
  const send = () => stage.send('file', `line,name\n${rows.join('\n')}\n`, { 'content-type': 'text/csv' });
  const sent = await send();
  expect(sent.status).toBe(202);
  await until(async () => {
    const { inFlight = 1, accepted = 0 } = (await stage.ledger('file'))['row'] ?? {};
    return inFlight === 0 && accepted === ROWS;
  }, 90);
  expect((await stage.ledger('file'))['row']).toEqual({
    accepted: ROWS,
    delivered: ROWS - BAD.length,
    quarantined: BAD.length,
    filtered: 0,
    inFlight: 0,
  });
  // The same file again, without a key of its own, is known by its content: no row has a second effect.
  const again = await send();
  expect([again.status, again.headers.get('idempotency-replayed'), await again.text()]).toEqual([
    ...[202, 'true', await sent.text()],
  ]);
  const lines = [...partner.effects.values()].map(({ body }) => Number((JSON.parse(body) as { line: string }).line));
  expect(new Set(lines).size).toBe(ROWS - BAD.length);
  expect(lines.filter((line) => BAD.includes(line))).toEqual([]);
  const open = await listQuarantine(stage.store, { environment: 'dev', flow: 'file', state: 'open' }, { limit: 10 });
  expect(open.map(({ node: at, code, path }) => [at, code, path]).sort()).toEqual(
    BAD.map((line) => ['in', 'csv_unterminated_quote', `line ${line}`]).sort(),
  );
}, 120_000);

it('replays a row by itself, mended', async () => {
  const [one] = await listQuarantine(stage.store, { environment: 'dev', flow: 'file', state: 'open' }, { limit: 1 });
  const selection = { quarantine: { environment: 'dev', ids: [one!.id] } };
  const mode = { from: 'received', version: 'live', repeat: false } as const;
  const { targets } = await planReplay(stage.store, selection, mode, receive);
  const request = {
    id: crypto.randomUUID(),
    environment: 'dev',
    mode,
    reason: 'typo',
    by: 'test',
    edited: 'line,name\n99999,mended\n',
  };
  await inTransaction(stage.store, (tx) => startReplay(stage.store, tx, request, targets, receive));
  await until(() => [...partner.effects.values()].some(({ body }) => body === '{"line":"99999","name":"mended"}'));
});
