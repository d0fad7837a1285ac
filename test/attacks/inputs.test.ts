import { readFileSync } from 'node:fs';
import { saveConnection, saveEnvironment } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { openSshServer } from '../support/ssh-server.ts';
import { flowOf, node, until } from '../support/stage.ts';
import { type Arena, code, map, openArena } from './arena.ts';
import { attack } from './case.ts';

/* SECURITY.md D01, D03, D06 and P04: XML that explodes, names that reach for the prototype, tables that are none, a host of another key. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

const laughs = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
const BOMBS: [string, (canary: string) => string][] = [
  ['a billion laughs', () => `<!DOCTYPE x [<!ENTITY l0 "lol">${laughs}]><x>&l10;</x>`],
  ['a quadratic blow-up', () => `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(50_000)}">]><x>${'&a;'.repeat(50_000)}</x>`],
  ['a flood of numeric references', () => `<x>${'&#65;'.repeat(200_000)}</x>`],
  ['an external entity', (canary) => `<!DOCTYPE x [<!ENTITY e SYSTEM "${canary}">]><x>&e;</x>`],
  ['a file as an entity', () => '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'],
  ['a parameter entity', (canary) => `<!DOCTYPE x [<!ENTITY % p SYSTEM "${canary}">%p;]><x/>`],
  [
    'a DOCTYPE in SOAP',
    (canary) =>
      `<!DOCTYPE s SYSTEM "${canary}"><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>`,
  ],
];
for (const [what, xml] of BOMBS) {
  attack('D01', what, here, async (_, leaks) => {
    const flow = await arena.flow([map('{"text": text}')]);
    const text = xml(arena.canaries.url);
    const before = residentMb();
    // No door reads XML: it is refused by its name, by its form, and is a text like any other inside JSON.
    const named = await arena.post(flow, text, { 'content-type': 'application/xml' });
    expect([named.status, ((await named.json()) as { code: string }).code]).toEqual([415, 'content_type']);
    const began = performance.now();
    const disguised = await arena.post(flow, text);
    expect(disguised.status).toBe(400);
    expect(performance.now() - began).toBeLessThan(1_000);
    leaks.push(await disguised.text());
    if (text.length < 20_000) expect(await arena.sent(flow, { text })).toEqual([JSON.stringify({ text })]);
    expect(residentMb() - before).toBeLessThan(64);
  });
}

const NAMES = [
  '{"__proto__":{"polluted":1},"n":1}',
  '{"constructor":{"prototype":{"polluted":1}},"n":1}',
  '{"a":{"__proto__":{"polluted":1}},"b":[{"__proto__":{"toString":1}}]}',
];
for (const text of NAMES) {
  attack('D03', text, here, async () => {
    const merge = 'return Object.assign({}, message, JSON.parse(JSON.stringify(message)));';
    for (const nodes of [[], [map('$')], [map('$merge([$, {"n": 2}])')], [code(merge)]]) {
      const { stop, sent } = await arena.fate(await arena.flow(nodes), text);
      // Carried as the data it is, or stopped with a reason.
      if (stop !== null) expect(stop.code).toMatch(/^[a-z_]+$/);
      else if (nodes.length === 0) expect(sent).toEqual([text]);
      await expectClean();
    }
  });
}
attack('D03', 'columns of a table that are named so', here, async () => {
  const flow = await arena.flow([], { trigger: { format: 'csv' } });
  const table = '__proto__,constructor,n\npolluted,polluted,1\n';
  expect((await arena.post(flow, table, { 'content-type': 'text/csv' })).status).toBe(202);
  await until(() => arena.partner.arrivals.some(({ path }) => path === `/${flow}`), 15);
  expect(arena.partner.arrivals.find(({ path }) => path === `/${flow}`)!.body).toBe(
    '{"__proto__":"polluted","constructor":"polluted","n":"1"}',
  );
  await expectClean();
});

/** A message of somebody else finds objects as they are. */
async function expectClean(): Promise<void> {
  const probe = 'const o = {}; return [typeof o.polluted, typeof o.toString, typeof o.constructor];';
  expect(await arena.sent(await arena.flow([code(probe)]), {})).toEqual(['["undefined","function","function"]']);
}

const TABLES: [string, string, { delivered: string[]; stopped: RegExp[] }][] = [
  [
    'ragged rows',
    'a,b\n1,2\n3\n4,5,6\n7,8\n',
    { delivered: ['1', '7'], stopped: [/ragged_row line 3/, /ragged_row line 4/] },
  ],
  ['text behind a quote', 'a,b\n1,2\n3,"x"y\n5,6\n', { delivered: ['1', '5'], stopped: [/bad_quote line 3/] }],
  [
    'a quote that never ends',
    'a,b\n1,2\n3,"x\n5,6\n',
    { delivered: ['1', '5'], stopped: [/unterminated_quote line 3/] },
  ],
  ['line ends inside quotes', 'a,b\n1,"x\ny"\n2,"z"\n', { delivered: ['1', '2'], stopped: [] }],
  ['the header again', 'a,b\n1,2\na,b\n3,4\n', { delivered: ['1', '3'], stopped: [/repeated_header line 3/] }],
  ['cells that a spreadsheet would run', 'a,b\n=1+1,@x\n+2,-3\n', { delivered: ['=1+1', '+2'], stopped: [] }],
];
for (const [what, table, { delivered, stopped }] of TABLES) {
  attack('D06', what, here, async () => {
    const flow = await arena.flow([], { trigger: { format: 'csv' } });
    expect((await arena.post(flow, table, { 'content-type': 'text/csv' })).status).toBe(202);
    const counts = async () => (await arena.stage.ledger(flow))['send'];
    await until(async () => (await counts())?.delivered === delivered.length, 20);
    const sent = arena.partner.arrivals.filter(({ path }) => path === `/${flow}`).map(({ body }) => JSON.parse(body));
    expect(sent.map((row) => (row as { a: string }).a).sort()).toEqual([...delivered].sort());
    const rows = () => arena.stage.store.sql<{ code: string; path: string }[]>`
      select code, path from quarantine q join run r on r.id = q.run_id join deployment d on d.id = r.deployment_id
      where d.flow_id = ${flow} order by path`;
    await until(async () => (await rows()).length === stopped.length, 20);
    const said = (await rows()).map((row) => `${row.code} ${row.path}`);
    for (const [i, words] of stopped.entries()) expect(said[i]).toMatch(words);
  });
}
attack(
  'D06',
  'a million columns, another delimiter, two columns of one name: the whole table is refused',
  here,
  async () => {
    for (const [table, reason] of [
      [`${','.repeat(999_999)}\n`, 'csv_column_limit'],
      ['a;b;c\n1;2;3\n', 'csv_wrong_delimiter'],
      ['a,a\n1,2\n', 'csv_duplicate_header'],
    ] as const) {
      const flow = await arena.flow([], { trigger: { format: 'csv' } });
      const answer = await arena.post(flow, table, { 'content-type': 'text/csv' });
      const said = (await answer.json()) as { code: string };
      // At the door, or of the file as a whole where that is read later.
      if (answer.status === 202) expect((await arena.last(flow)).stop).toMatchObject({ code: reason });
      else expect([answer.status, said.code]).toEqual([400, reason]);
      expect((await arena.stage.ledger(flow))['send']?.delivered ?? 0).toBe(0);
    }
  },
);

attack(
  'P04',
  'a file host of another key, or of weak ciphers only, is given nothing, no password either',
  here,
  async (_, leaks) => {
    const { stage, partner, canaries } = arena;
    const options = { folder: stage.dataFolder, user: 'us', password: canaries.secret };
    const hosts = {
      other: await openSshServer(options),
      weak: await openSshServer({ ...options, algorithms: { kex: ['diffie-hellman-group1-sha1'] } }),
    };
    const pinned = { other: `SHA256:${'A'.repeat(43)}`, weak: hosts.weak.fingerprint };
    try {
      const reason = 'file hosts of the attacks';
      const ports = [Number(new URL(partner.url).port), hosts.other.port, hosts.weak.port];
      const settings = { egress: [{ to: '127.0.0.1', ports, reason }] };
      await saveEnvironment(stage.store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings });
      for (const name of ['other', 'weak'] as const) {
        const { port, attempts } = hosts[name];
        await saveConnection(stage.store, {
          ...{ environment: 'dev', name, type: 'sftp', by: 'test', hosts: [`127.0.0.1:${port}`] },
          settings: { host: '127.0.0.1', port, username: 'us', auth: 'password', hostKeys: [pinned[name]] },
          secrets: { password: canaries.secret },
        });
        const flow = `attack-host-${name}`;
        const retry = { firstS: 1, maxS: 1, budgetS: 0 };
        const put = node('send', 'connector.sftp', { connection: name, retry });
        await arena.live(flowOf(flow, [node('in', 'trigger.http', { path: flow }), put], ['in>send']));
        // The worker hears of the rules within two seconds.
        let stop = null as Awaited<ReturnType<Arena['last']>>['stop'];
        await until(async () => {
          ({ stop } = await arena.fate(flow, { n: 1 }));
          return stop?.code !== 'egress_blocked';
        }, 20);
        leaks.push(JSON.stringify(stop));
        expect([name, stop?.code]).toEqual([name, name === 'other' ? 'host_key_changed' : 'encryption_outdated']);
        expect(JSON.stringify(stop)).not.toContain(canaries.secret);
        expect(attempts).toEqual([]);
      }
      const raised = await stage.store.sql<{ name: string }[]>`select name from connection where alarm is not null`;
      expect(raised.map(({ name }) => name)).toEqual(['other']);
    } finally {
      await Promise.all(Object.values(hosts).map((host) => host.close()));
    }
  },
);

/** Memory that the server's process holds. */
function residentMb(): number {
  const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${arena.pid}/status`, 'utf8')) ?? [];
  return Number(kb) / 1024;
}
