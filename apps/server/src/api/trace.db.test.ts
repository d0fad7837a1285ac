import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { type Seeded, seedFlow, seedRun } from './testing/flow.ts';
import { emailOf, openWorld, type World } from './testing/world.ts';

const step = (node: string, place: string, wires: Record<string, number[]>, config = {}) => ({
  ...{ node, type: `test.${node}`, name: node, place, config, wires, catch: null },
  ...{ pure: true, safety: null, retry: null, destination: null, reach: [] },
});
const plan = {
  flow: 'usage',
  name: 'Usage',
  steps: [
    step('door', 'trigger', { out: [1] }, { contract: 'supply-usage@1' }),
    step('check', 'realm', { out: [2] }),
    step('map', 'realm', {}),
  ],
  triggers: [0],
  destinations: [],
};
const body = JSON.stringify({ usageId: 'U-1', patient: { id: 'MRN-0042' }, nickname: '<img src=x onerror=alert(1)>' });
const canary = 'MRN-0042';

let world: World;
let usage: Seeded;
let run: string;
const cookies = new Map<string, string>();
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  for (const role of ['viewer', 'operator', 'analyst']) cookies.set(role, await world.signIn(emailOf(role)));
  usage = await seedFlow(world.store, 'usage', plan);
  run = await seedRun(world.store, usage, { state: 'quarantined', code: 'lookup_missing', body });
  const records = [
    { s: 1, us: 120, port: 'out', same: true },
    {
      s: 2,
      us: 80,
      log: [`patient ${canary}`],
      error: { code: 'lookup_missing', class: 'data', sentence: 'No row.', path: 'lines[0].item' },
    },
  ];
  await world.store.sql`insert into trace (run_id, sealed)
    values (${run}, ${world.store.keys.seal(Buffer.from(JSON.stringify(records)), `trace:${run}`)})`;
});
afterAll(() => world.close());

const get = async (path: string, role = 'operator') => {
  const answer = await world.ask('GET', path, { cookie: cookies.get(role)! });
  return { status: answer.status, text: await answer.text() };
};

describe('a trace', () => {
  it('has the steps of its version and no content', async () => {
    const { status, text } = await get(`/runs/${run}`, 'viewer');
    expect(status).toBe(200);
    expect(text).not.toContain(canary);
    expect(JSON.parse(text)).toMatchObject({
      flow: 'usage',
      version: 1,
      state: 'quarantined',
      plan: [{ node: 'door' }, { node: 'check', wires: { out: [2] } }, { node: 'map' }],
      steps: [
        { step: 1, us: 120, port: 'out', same: true, lines: 0 },
        { step: 2, lines: 1, error: { code: 'lookup_missing', path: 'lines[0].item' } },
      ],
    });
  });

  it('shows content masked until it is revealed, to that person alone, with a reason in the audit', async () => {
    expect((await get(`/runs/${run}/message`, 'viewer')).status).toBe(403);
    for (const path of [`/runs/${run}/message`, `/runs/${run}/steps/0`, `/runs/${run}/steps/1`]) {
      const { status, text } = await get(path);
      expect(status).toBe(200);
      expect(text).not.toContain(canary);
      expect(JSON.parse(text)).toMatchObject({ masked: true });
    }
    expect(JSON.parse((await get(`/runs/${run}/steps/1`)).text)).toMatchObject({
      before: { usageId: 'U-1', patient: { id: { $masked: 'phi', shape: 'AAA-9999', length: 8 } } },
      log: ['aaaaaaa AAA-9999'],
    });
    expect((await get(`/runs/${run}/message/raw`)).status).toBe(403);

    const reveal = (reason: string) =>
      world.ask('POST', `/runs/${run}/reveal`, { cookie: cookies.get('operator')!, body: { reason, minutes: 5 } });
    expect((await reveal(' ')).status).toBe(400);
    expect((await reveal('a charge is disputed')).status).toBe(200);
    expect(JSON.parse((await get(`/runs/${run}/message`)).text)).toMatchObject({
      masked: false,
      text: body,
      format: 'json',
    });
    expect(JSON.parse((await get(`/runs/${run}/steps/1`)).text)).toMatchObject({
      before: JSON.parse(body),
      log: [`patient ${canary}`],
    });
    expect((await get(`/runs/${run}/message/raw`)).text).toBe(body);
    expect((await get(`/runs/${run}/message`, 'analyst')).text).not.toContain(canary);
    const [entry] = await world.store.sql`select act, reason, summary from audit where act = 'message.reveal'`;
    expect(entry).toMatchObject({ reason: 'a charge is disputed' });

    await world.store.sql`update reveal set until = now() - interval '1 second'`;
    expect((await get(`/runs/${run}/message`)).text).not.toContain(canary);
  });

  it('says so when the content is past retention', async () => {
    const old = await seedRun(world.store, usage, {});
    await world.store.sql`delete from message_body where message_id = ${old}`;
    expect(JSON.parse((await get(`/runs/${old}`)).text)).toMatchObject({ isExpired: true, steps: [] });
    const answer = await get(`/runs/${old}/message`);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('body_expired');
  });

  it.each([
    ['bytes that are no text', Buffer.from([0x80, 0xc3, 0x28, 0x00]), 'binary'],
    ['text with NUL', Buffer.from('a\0b'), 'binary'],
    ['broken JSON', Buffer.from('{"patient": "Quimby"'), 'json'],
    ['HL7', Buffer.from('MSH|^~\\&|A|B|C|D|20261124||ADT^A01|77|P|2.5\rPID|1||Quimby^^^H\r'), 'hl7v2'],
    ['CSV', Buffer.from('name,qty\nQuimby,2\nQuimby,3\n'), 'csv'],
    ['markup', Buffer.from('<script>Quimby</script>'), 'xml'],
  ])('shows %s without what it says', async (_, bytes, format) => {
    const odd = await seedRun(world.store, usage, { body: bytes, contentType: 'application/octet-stream' });
    const { status, text } = await get(`/runs/${odd}/message`);
    expect(status).toBe(200);
    expect(text).not.toContain('Quimby');
    expect(JSON.parse(text)).toMatchObject({ format, masked: true, size: bytes.length });
  });
});
