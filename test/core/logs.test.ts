import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Arena, code, openArena } from '../attacks/arena.ts';
import { holds } from '../attacks/canaries.ts';
import { firstAdmin } from '../attacks/people.ts';
import { sendMllp } from '../support/hospital.ts';
import { flowOf, node } from '../support/stage.ts';

/* Issue 5, for machines: the server's log is lines of JSON with ids, codes and counts; what messages say stands in none of them. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena({ people: true });
}, 120_000);
afterAll(() => arena.close());

const CANARY = 'ZZLOGCANARY-4711';

/** Members that a line may have: ids, codes, counts and places of the house's own. */
const MEMBERS = new Set(
  ['level', 'time', 'pid', 'msg', 'event', 'code', 'status', 'environment', 'flow', 'node', 'address', 'client'].concat(
    ['where', 'err', 'requestId', 'count', 'stream', 'actor', 'promotion', 'bell', 'complaint', 'why'],
  ),
);

it('says by ids and codes what went wrong, and nothing of what a message, a key, a partner or a person said', async () => {
  const phi = { name: 'patient', path: 'patient', class: 'phi' };
  const trigger = { keys: { idempotency: ['id'], order: null, business: [phi], correlation: 'patient' } };
  const message = (id: string) => ({ id, patient: CANARY, [CANARY]: [CANARY] });

  // It goes through.
  const whole = await arena.flow([], { trigger });
  expect((await arena.sent(whole, message('1'))).join()).toContain(CANARY);
  // A step stops it; a partner refuses it, and says why; the door refuses what is no message.
  const broken = await arena.flow([code('throw new Error("no bed for " + message.patient);')], { trigger });
  expect((await arena.fate(broken, message('2'))).state).toBe('quarantined');
  arena.partner.answer = (_, res) => void res.writeHead(422).end(`${CANARY} is not known here`);
  expect((await arena.fate(await arena.flow([], { trigger }), message('3'))).stop).toMatchObject({ node: 'send' });
  arena.partner.answer = (_, res) => void res.destroy();
  expect((await arena.fate(await arena.flow([], { trigger }), message('4'))).stop).toMatchObject({ node: 'send' });
  expect((await arena.post(whole, `{"id": "5", "patient": ${CANARY}`)).status).toBe(400);
  expect((await arena.post(whole, { id: '1', patient: `${CANARY} another` })).status).toBe(422);
  const drop = node('drop', 'connector.file', { folder: 'segments' });
  await arena.live(flowOf('segments', [node('in', 'trigger.mllp', { types: [] }), drop], ['in>drop']));
  const answers = await sendMllp(arena.mllpPort, Buffer.from(`MSH||||${CANARY}\rPID|1||${CANARY}\r`));
  expect(answers.join()).toMatch(/MSA\|A[ER]/);
  // People look for it, sign in as it, and ask for what is not there.
  const admin = await firstAdmin(arena);
  expect((await admin.ask('get', `/runs?environment=dev&search=${CANARY}`)).body['runs']).not.toEqual([]);
  expect((await admin.ask('get', `/runs/${CANARY}`)).status).toBe(404);
  expect((await admin.ask('post', '/session', { email: `${CANARY}@x.example`, password: CANARY })).status).toBe(401);
  expect((await admin.ask('post', '/runs', { [CANARY]: CANARY })).status).toBeGreaterThanOrEqual(400);

  const lines = arena
    .logged()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  // The log is written at all: whoever knocks and is turned away stands in it, by code and place.
  expect(told).toContainEqual(
    expect.objectContaining({ event: 'door.refused', flow: whole, code: expect.any(String) }),
  );
  for (const line of told) expect(Object.keys(line).filter((name) => !MEMBERS.has(name))).toEqual([]);
  expect(holds(arena.logged(), CANARY)).toBe(false);
});
