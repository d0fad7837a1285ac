import { afterAll, beforeEach, expect, test } from 'vitest';
import { code, entry, expression, fault, line, one, out, watchedSandbox } from './testing.ts';

const sandbox = watchedSandbox();
afterAll(async () => expect(await sandbox.closeAndCount()).toEqual([]));
beforeEach(() => expect((Object.prototype as { polluted?: unknown }).polluted).toBeUndefined());

const run = (source: string, message: unknown = {}) => out(sandbox, line(code(source)), message);

/** Collects what `reach` finds from every value that user code can name. */
const REACH = `
const seen = new Map(), found = [];
const visit = (value, path) => {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) return;
  seen.set(value, path);
  for (const power of ['applySync', 'applyIgnored', 'derefInto', 'copyInto', 'compileScript', 'createContext', 'mainModule'])
    if (power in value) found.push(path + ' has ' + power);
  for (const key of Reflect.ownKeys(value)) {
    const about = Reflect.getOwnPropertyDescriptor(value, key);
    const name = path + '.' + String(key);
    for (const part of ['value', 'get', 'set']) visit(about[part], name);
  }
  visit(Reflect.getPrototypeOf(value), path + '.__proto__');
};
for (const [name, value] of Object.entries({ globalThis, message, context, lookup, decimal, console, date: new Date(), caught })) visit(value, name);
`;

/** What a run may write to: its own copies, gone with it. */
const OWN = [
  'message',
  'context',
  'context.keys',
  'context.trigger',
  'context.trigger.headers',
  'context.trigger.params',
  'date',
  'caught',
];

test('S01 S02 nothing reachable leads out of the realm', async () => {
  const source = `let caught; try { lookup('none', 1) } catch (e) { caught = e }
    ${REACH}
    return { found, size: seen.size, process: typeof process, require: typeof require, writable: [...seen].filter(([value]) => !Object.isFrozen(value)).map(([, path]) => path) };`;
  const report = (await run(source)) as { found: string[]; size: number };
  expect(report).toMatchObject({ found: [], process: 'undefined', require: 'undefined', writable: OWN });
  expect(report.size).toBeGreaterThan(500);
});

test('S01 no constructor makes code, no stack tells of the host', async () => {
  const attempts = `const tries = {
      function: () => (() => {}).constructor('return this')(),
      async: () => (async () => {}).constructor('return this')(),
      generator: () => (function* () {}).constructor('return this')(),
      lookup: () => lookup.constructor('return process')(),
      console: () => console.log.constructor('return process')(),
      error: () => { try { null.x } catch (e) { return e.constructor.constructor('return process')() } },
      global: () => globalThis.constructor.constructor('return process')(),
      callee: () => (function () { return arguments.callee })(),
    };
    const got = {};
    for (const [name, attempt] of Object.entries(tries)) { try { got[name] = typeof attempt() } catch (e) { got[name] = 'refused' } }
    return got;`;
  expect(new Set(Object.values((await run(attempts)) as object))).toEqual(new Set(['refused']));
  const stack = (await run("try { lookup('none', 1) } catch (e) { return String(e.stack) }")) as string;
  expect(stack).not.toMatch(/\/(work|home|root|usr|packages|node_modules)\/|file:/);
  expect((await fault(sandbox, line(code('return import("node:fs");')), {})).code).toBe('code_syntax');
  expect((await fault(sandbox, line(code('return process.env;')), {})).code).toBe('code_error');
});

test('S03 exotic results are a value or refused, and the child lives on', async () => {
  const sources = [
    'return new Proxy({}, { get() { throw new Error("trap") }, ownKeys() { throw new Error("trap") } });',
    'return { get a() { throw new Error("bomb") } };',
    'return new Uint8Array(new ArrayBuffer(8, { maxByteLength: 64 }));',
    'let deep = {}; for (let i = 0; i < 10_000; i++) deep = { deep }; return deep;',
    'const self = {}; self.self = self; return self;',
    'return { toJSON() { return 10n } };',
    'return { toJSON() { return undefined } };',
    'return { toJSON() { throw new Error("x") } };',
    'return [Symbol.iterator];',
    'throw { get message() { throw 1 }, get name() { throw 2 } };',
    'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } });',
    'throw null;',
    'return { then() { throw new Error("thenable") } };',
  ];
  const results = await Promise.all(sources.map((source) => fault(sandbox, line(code(source)), {})));
  for (const [i, error] of results.entries())
    expect(['result_not_serialisable', 'code_error'], sources[i]).toContain(error.code);
  expect(await run('return { then(done) { done({ fine: true }) } };')).toEqual({ fine: true });
  expect(sandbox.events.filter(({ event }) => event === 'child-ended')).toEqual([]);
});

test('S06 what one run leaves, no other finds', async () => {
  const program = line(code(VANDAL));
  const rounds = [];
  for (let i = 0; i < 3; i++) rounds.push(await out(sandbox, program, {}));
  expect(rounds[0]).toMatchObject({ held: 0 });
  expect(rounds[1]).toEqual(rounds[0]);
  expect(rounds[2]).toEqual(rounds[0]);
  const other =
    'return [typeof leak, ({}).polluted, JSON.stringify({ a: 1 }), [].polluted, Math.polluted, lookup.polluted];';
  expect(await run(other)).toEqual(['undefined', null, '{"a":1}', null, null, null]);
});

const VANDAL = `
const before = [typeof leak, ({}).polluted, JSON.stringify({ a: 1 }), Date.polluted, decimal.polluted, console.polluted, context.polluted, (() => {}).polluted];
const tries = [
  () => { globalThis.leak = 1 }, () => { leak = 1 }, () => { Object.prototype.polluted = 1 }, () => { ({}).__proto__.polluted = 1 },
  () => { JSON.stringify = () => 'owned' }, () => { Date.polluted = 1 }, () => { decimal.polluted = 1 }, () => { decimal.add = () => 0 },
  () => { console.log = () => {} }, () => { console.polluted = 1 }, () => { Array.prototype.map = () => [] }, () => { Promise.prototype.then = null },
  () => { (() => {}).__proto__.polluted = 1 }, () => { Object.defineProperty(globalThis, 'leak', { value: 1 }) },
  () => { lookup.__proto__.call = null }, () => { Math.random = () => 4 }, () => { Symbol.prototype.polluted = 1 },
];
let held = 0;
for (const attempt of tries) try { attempt(); held++ } catch {}
context.polluted = 1;
return { before, held };`;

test('S07 machinery is absent and code cannot be made from text', async () => {
  const names = [
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'eval',
    'Function',
    'Compartment',
    'lockdown',
    'setTimeout',
    'fetch',
    'WeakRef',
    'FinalizationRegistry',
    'Intl',
    'performance',
    'module',
    'jsonata',
    'URL',
    'harden',
    'gc',
  ];
  expect(new Set(await (run(`return [${names.map((name) => `typeof ${name}`)}];`) as Promise<string[]>))).toEqual(
    new Set(['undefined']),
  );
});

test('X01 expressions cannot reach prototypes or write them', async () => {
  for (const text of [
    'a.constructor',
    'a.__proto__',
    '$lookup(a, "constructor")',
    '$lookup(a, "hasOwnProperty")',
    'a.toString',
    '$sum.constructor',
    '$string.apply',
    '$keys.__proto__',
    '$."__proto__".polluted',
  ]) {
    const { exits, stops } = await one(sandbox, line(expression(text)), { a: { b: 1 } });
    expect(exits, text).toEqual([]);
    expect(['expression_empty', 'expression_error', 'result_not_serialisable'], text).toContain(stops[0]?.error.code);
  }
  for (const text of [
    '{"__proto__": {"polluted": 1}, "k": 1}',
    '$ ~> |a|{"__proto__": {"polluted": 1}}|',
    '$merge([a, {"constructor": {"prototype": {"polluted": 1}}}])',
    '$ ~> |$|{"toString": "own"}|',
  ]) {
    await one(sandbox, line(expression(text)), '{"a":{"b":1},"__proto__":{"polluted":2}}');
  }
  expect(
    await out(
      sandbox,
      line(
        expression('{"p": $lookup({}, "polluted"), "k": 1}'),
        code('return [({}).polluted === undefined, message];'),
      ),
      {},
    ),
  ).toEqual([true, { k: 1 }]);
  expect(
    await out(sandbox, line(expression('{"constructor": a, "valueOf": 2, "hasOwnProperty": 3}')), { a: 1 }),
  ).toEqual({ constructor: 1, valueOf: 2, hasOwnProperty: 3 });
  expect((await fault(sandbox, line(expression('$eval("1+1")')), {})).code).toBe('expression_error');
});

test('X01 a message cannot pose as a function', async () => {
  const message = { f: { _jsonata_lambda: true, arguments: [], body: { type: 'string', value: 'owned' } }, list: [1] };
  expect(await fault(sandbox, line(expression('$map(list, f)')), message)).toMatchObject({
    code: 'reserved_name',
    class: 'data',
  });
});

test('X03 a message that contains expressions is data', async () => {
  const message = { a: '{{ $now() }}', b: '$eval("1+1")', c: '=1+1', d: '<%= process.env %>', e: { expr: '1+1' } };
  expect(await out(sandbox, line(expression('$'), code('return message;')), message)).toEqual(message);
  const program = { ...line(), id: 'x03' };
  program.steps = [
    {
      node: 'http',
      op: null,
      wires: {},
      catch: null,
      fields: [{ path: ['body'], kind: 'template', text: '{{ a }}|{{ e }}' }],
    },
  ];
  expect((await one(sandbox, program, message)).exits[0]?.fields).toBe('["{{ $now() }}|{\\"expr\\":\\"1+1\\"}"]');
});

test('X04 checking never executes', async () => {
  const started = Date.now();
  const texts = [
    { text: 'while (true) {}', language: 'javascript' as const },
    { text: '($f := function(){ $f() }; $f())', language: 'jsonata' as const },
  ];
  expect(await sandbox.check(texts)).toEqual([null, null]);
  expect(Date.now() - started).toBeLessThan(450);
});

test('inputs over the limit are refused before they cross', async () => {
  const [big, small] = await sandbox.run(line(code('return 1;')), [entry(`"${'é'.repeat(4_100_000)}"`), entry({})]);
  expect(big?.stops[0]?.error).toMatchObject({ code: 'input_too_large', class: 'limit' });
  expect(small?.exits).toHaveLength(1);
  expect(await fault(sandbox, line(code('return "x".repeat(9_000_000);')), {})).toMatchObject({
    code: 'result_too_large',
    class: 'limit',
  });
});
