import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, expect } from 'vitest';
import { until } from '../support/stage.ts';
import { type Arena, code, openArena } from './arena.ts';
import { attack } from './case.ts';

/* SECURITY.md section A: custom code against its sandbox, published and run by a live server. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

/** The message fails in the sandbox's own words, which tell nothing of the house. */
const PRIVATE = /\/(?:home|root|usr|tmp|work|node_modules|packages|apps)\/|\bat .*:\d+:\d+|select |postgres/i;

async function refused(source: string, codes: string[], leaks: string[]): Promise<void> {
  const { state, stop, sent, trace } = await arena.fate(await arena.flow([code(source)]), { n: 1 });
  leaks.push(JSON.stringify(trace), JSON.stringify(stop));
  expect([state, sent]).toEqual(['quarantined', []]);
  expect(codes).toContain(stop?.code);
  expect(stop?.sentence).not.toMatch(PRIVATE);
}

const OUT = [
  'return import("node:fs");',
  'return process.env;',
  'return require("node:fs").readFileSync("/etc/passwd", "utf8");',
  'return (() => {}).constructor("return process.env")();',
  'return (async () => {}).constructor("return process")();',
  'const t = message.n; try { lookup(t, 1) } catch (e) { return e.constructor.constructor("return process.env")() }',
  'return globalThis.constructor.constructor("return process.env")();',
  'return console.log.constructor("return this")().process.env;',
  'return context.constructor.constructor("return process.env")();',
];
for (const source of OUT) {
  attack('S01', source.slice(0, 60), here, (_, leaks) => refused(source, ['code_error', 'code_syntax'], leaks));
}

attack('S02', 'nothing reachable from the globals has a power over the isolate', here, async (_, leaks) => {
  const source = `const seen = new Set(), found = [];
    const visit = (value) => {
      if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) return;
      seen.add(value);
      for (const power of ['applySync', 'applyIgnored', 'derefInto', 'copyInto', 'compileScript', 'mainModule', 'binding'])
        if (power in value) found.push(power);
      for (const key of Reflect.ownKeys(value)) {
        const about = Reflect.getOwnPropertyDescriptor(value, key);
        for (const part of ['value', 'get', 'set']) visit(about[part]);
      }
      visit(Reflect.getPrototypeOf(value));
    };
    for (const value of [globalThis, message, context, lookup, decimal, console]) visit(value);
    return { found, size: seen.size };`;
  const sent = await arena.sent(await arena.flow([code(source)]), {});
  leaks.push(...sent);
  const report = JSON.parse(sent[0]!) as { found: string[]; size: number };
  expect(report.found).toEqual([]);
  expect(report.size).toBeGreaterThan(300);
});

const EXOTIC = [
  'return new Proxy({}, { ownKeys() { throw new Error("trap") } });',
  'return { get a() { throw new Error("bomb") } };',
  'let deep = {}; for (let i = 0; i < 10_000; i++) deep = { deep }; return deep;',
  'const self = {}; self.self = self; return self;',
  'return { toJSON() { return 10n } };',
  'return [Symbol.iterator];',
  'throw { get message() { throw 1 }, get name() { throw 2 } };',
  'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } });',
  'throw null;',
];
for (const source of EXOTIC) {
  attack('S03', source.slice(0, 60), here, (_, leaks) =>
    refused(source, ['result_not_serialisable', 'code_error'], leaks),
  );
}

const ENDLESS = [
  'while (true) {}',
  'return /^(a+)+$/.test("a".repeat(40) + "b");',
  'for (;;) await null;',
  'await new Promise(() => {}); return 1;',
  'return new Array(2 ** 27).fill(1.5).length;',
];
for (const source of ENDLESS) {
  attack('S04', source.slice(0, 60), here, async (_, leaks) => {
    const flow = await arena.flow([code(`if (message.n === 1) { ${source} } return message;`)]);
    const neighbour = await arena.flow([code('return { ok: message.n };')]);
    await arena.post(flow, { n: 1 });
    const began = performance.now();
    const answers = await Promise.all([1, 2, 3].map((n) => arena.post(neighbour, { n })));
    // The door and the worker stay awake while the code spins in its child.
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(performance.now() - began).toBeLessThan(3000);
    const { stop, sent } = await arena.last(flow);
    leaks.push(JSON.stringify(stop));
    expect(['timeout', 'memory', 'crash']).toContain(stop?.code);
    expect(sent).toEqual([]);
    await until(() => arena.partner.arrivals.filter(({ path }) => path === `/${neighbour}`).length === 3, 20);
  });
}

const GREEDY = [
  'const all = []; for (;;) all.push(new Array(1e6).fill(all.length));',
  'let text = "x"; for (;;) text += text + text.length;',
  'const all = []; for (;;) all.push(new ArrayBuffer(16e6));',
  'const a = new ArrayBuffer(50e6); const all = []; for (;;) all.push(a.slice(0));',
];
for (const source of GREEDY) {
  attack('S05', source.slice(0, 60), here, async (_, leaks) => {
    const flow = await arena.flow([code(source)]);
    const { stop } = await arena.fate(flow, {});
    leaks.push(JSON.stringify(stop));
    expect(['memory', 'crash', 'timeout', 'code_error']).toContain(stop?.code);
    expect((await fetch(`${arena.url}/healthz`)).status).toBe(200);
  });
}

attack('S06', 'what one flow leaves behind, no other finds', here, async (_, leaks) => {
  const vandal = `for (const spoil of [() => { Object.prototype.polluted = 1 }, () => { JSON.stringify = () => '"owned"' },
      () => { globalThis.leak = message.n }, () => { Array.prototype.map = null }, () => { lookup.polluted = 1 }]) try { spoil() } catch {}
    return { n: message.n };`;
  const first = await arena.flow([code(vandal)]);
  expect(await arena.sent(first, { n: 7 })).toEqual(['{"n":7}']);
  const look =
    'return [typeof leak, {}.polluted ?? null, JSON.stringify({ a: 1 }), [1].map((x) => x + 1), lookup.polluted ?? null];';
  for (const flow of [
    await arena.flow([code(look)]),
    await arena.flow([code(`${vandal.replace('return', 'void')}\n${look}`)]),
  ]) {
    const sent = await arena.sent(flow, { n: 8 });
    leaks.push(...sent);
    expect(JSON.parse(sent.at(-1)!)).toEqual(['undefined', null, '{"a":1}', [2], null]);
  }
});

attack('S07', 'machinery is absent', here, async (_, leaks) => {
  const names = [
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'eval',
    'Function',
    'setTimeout',
    'fetch',
    'require',
    'process',
    'module',
  ];
  const flow = await arena.flow([code(`return [${names.map((name) => `typeof ${name}`).join()}];`)]);
  const sent = await arena.sent(flow, {});
  leaks.push(...sent);
  expect(new Set(JSON.parse(sent[0]!) as string[])).toEqual(new Set(['undefined']));
});

attack('S08', 'secrets and the other environment are not in reach of a flow', here, async (_, leaks) => {
  const flow = await arena.flow([code('return { context, globals: Reflect.ownKeys(globalThis).map(String) };')]);
  const sent = await arena.sent(flow, {});
  leaks.push(...sent);
  expect(sent[0]).not.toContain(arena.canaries.secret);
  expect(sent[0]).not.toContain(arena.stage.databaseUrl);
});

attack('S08', 'the children of the server hold nothing worth stealing', here, async (_, leaks) => {
  await arena.fate(await arena.flow([code('return 1;')]), {});
  const stat = (pid: string) => readFileSync(`/proc/${pid}/stat`, 'utf8');
  const parents = new Map<string, string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(
        pid,
        stat(pid)
          .replace(/^.*\) /s, '')
          .split(' ')[1]!,
      );
    } catch {}
  }
  const below = (pid: string): string[] =>
    [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  const children = below(String(arena.pid));
  expect(children.length).toBeGreaterThan(0);
  for (const pid of children) {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    leaks.push(environment);
    expect(environment).not.toContain('THROUGHLINE_CANARY');
    expect(environment).not.toContain('DATABASE_URL');
    const sockets = readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return '';
      }
    });
    // Its channel to the parent, and no file of ours.
    expect(sockets.filter((target) => target.startsWith(arena.stage.dataFolder))).toEqual([]);
  }
});
