import { existsSync, readFileSync } from 'node:fs';
import type { RealmResult } from '@throughline/engine';
import { afterAll, describe, expect, test } from 'vitest';
import { code, entry, expression, line, one, watchedSandbox } from './testing.ts';

const KILL_MS = 2000;
const sandbox = watchedSandbox();
afterAll(async () => expect(await sandbox.closeAndCount()).toEqual([]));

/**
 * Longest that the event loop of this process stood still meanwhile, in milliseconds, not counting the time for which the machine
 * gave this process no processor (second figure of schedstat, where there is one).
 */
async function lagDuring<T>(work: Promise<T>): Promise<{ result: T; lag: number }> {
  let lag = 0;
  let last = performance.now() - starvedMs();
  const beat = setInterval(() => {
    const now = performance.now() - starvedMs();
    lag = Math.max(lag, now - last - 5);
    last = now;
  }, 5);
  const result = await work;
  clearInterval(beat);
  return { result, lag };
}

function starvedMs(): number {
  if (!existsSync('/proc/self/schedstat')) return 0;
  return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
}

const GUARDED = 'if (message.bad) { BAD }\nreturn { ok: message.n };';

/** One bad message among good ones of the same program. */
async function among(op: ReturnType<typeof code>) {
  const program = line(op);
  await sandbox.run(program, [entry({ n: 0 })]);
  const entries = Array.from({ length: 9 }, (_, n) => entry({ n, bad: n === 4 }, `m-${n}`));
  const started = performance.now();
  const { result, lag } = await lagDuring(sandbox.run(program, entries));
  const good = result.flatMap((one, n) => (n === 4 ? [] : one.exits.map(({ message }) => message)));
  return { bad: result[4] as RealmResult, good, took: performance.now() - started, lag };
}

const expected = [0, 1, 2, 3, 5, 6, 7, 8].map((ok) => `{"ok":${ok}}`);
const attacks: [name: string, source: string, codes: string[]][] = [
  ['E7 S04 loop', 'for (;;);', ['timeout']],
  ['E7 S04 ReDoS', '/^(a+)+$/.test("a".repeat(50) + "!");', ['timeout']],
  ['E7 S04 await loop', 'for (;;) await null;', ['timeout']],
  ['E6 S04 never settles', 'await new Promise(() => {});', ['timeout']],
  ['E4 S04 native fill', 'return new Array(2 ** 27).fill(1.5).length;', ['timeout', 'memory', 'crash']],
  [
    'E5 S04 native sort',
    'return Array.from({ length: 3e6 }, (_, i) => (i * 7919) % 1e6).sort().length;',
    ['timeout', 'memory', 'crash'],
  ],
  [
    'S04 native join',
    'return "x".padEnd(2 ** 28, "ab").split("").length;',
    ['timeout', 'memory', 'crash', 'code_error'],
  ],
  ['S04 loop left behind', '(async () => { for (;;) await null })();', ['timeout']],
  [
    'E1 S05 copy loop',
    'const all = []; for (;;) all.push(new Uint8Array(1e6).slice().buffer);',
    ['memory', 'crash', 'timeout'],
  ],
  ['S05 objects', 'const all = []; for (;;) all.push({ a: [1, 2, 3] });', ['memory', 'crash', 'timeout']],
  [
    'S05 strings',
    'let s = "x"; const all = []; for (;;) { s += s.slice(0, 1e6) + "y"; all.push(s.split("")); }',
    ['memory', 'crash', 'timeout', 'code_error'],
  ],
  ['S05 recursion', 'const f = () => f() + 1; f();', ['code_error']],
  ['S05 BigInt', 'let b = 7n; for (;;) b *= b;', ['timeout', 'memory', 'crash', 'code_error']],
];

describe.each(attacks)('%s', (_name, source, codes) => {
  test('ends in time, alone', async () => {
    const { bad, good, took, lag } = await among(code(GUARDED.replace('BAD', source)));
    expect(good).toEqual(expected);
    expect(bad.exits).toEqual([]);
    expect(codes).toContain(bad.stops[0]?.error.code);
    expect(bad.stops[0]).toMatchObject({ step: 0, message: '{"n":4,"bad":true}' });
    expect(took).toBeLessThan(KILL_MS + 2500);
    expect(lag).toBeLessThan(100);
  });
});

const expressions: [string, string][] = [
  ['X02 ReDoS', '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)'],
  ['X02 E26 toMillis', `$toMillis($pad("a", 80, "a") & "!", "${'[MNn]'.repeat(14)}")`],
  ['X02 endless tail calls', '($f := function($n){ $f($n + 1) }; $f(0))'],
  ['X02 product', '[1..1e4].([1..1e4])'],
];

describe.each(expressions)('%s', (_name, text) => {
  test('ends in time, alone', async () => {
    const { bad, good, took, lag } = await among(expression(`bad ? (${text}) : {"ok": n}`));
    expect(good).toEqual(expected);
    expect(['timeout', 'memory', 'expression_error', 'result_too_large']).toContain(bad.stops[0]?.error.code);
    expect(took).toBeLessThan(KILL_MS + 1000);
    expect(lag).toBeLessThan(100);
  });
});

test('the step that ran out of time is named, with the message it had', async () => {
  const { stops, trace } = await one(sandbox, line(expression('{"a": 1}'), code('for (;;);')), { big: true });
  expect(stops).toEqual([
    {
      step: 1,
      message: '{"a":1}',
      error: { code: 'timeout', class: 'limit', sentence: expect.stringContaining('500 ms') },
    },
  ]);
  expect(JSON.parse(trace).map((record: { s: number }) => record.s)).toEqual([0, 1]);
});

test('a large message has the time to be read, whatever its step may take', async () => {
  const { stops } = await one(sandbox, line(code('for (;;);')), `"${'x'.repeat(4_000_000)}"`);
  expect(stops[0]?.error).toMatchObject({ code: 'timeout', sentence: expect.stringContaining(' 1000 ms') });
});

test('that time is also its process’s, before it is killed', async () => {
  const impatient = watchedSandbox({ limits: { isolateMs: 20_000, killMs: 1000 } });
  const { stops } = await one(impatient, line(code('for (;;);')), `"${'x'.repeat(4_000_000)}"`);
  expect(stops[0]?.error).toMatchObject({ code: 'timeout', sentence: expect.stringContaining(' 1500 ms') });
  expect(await impatient.closeAndCount()).toEqual([]);
});

/** Clocks far away, so that only memory can end what needs too much of it. */
const PATIENT = { isolateMs: 20_000, killMs: 30_000, memoryMb: 32 };

test('E14 a huge string into a small isolate', async () => {
  const small = watchedSandbox({ limits: PATIENT });
  const hoard = code('const all = []; for (;;) all.push(JSON.parse(JSON.stringify(message)));');
  const { stops } = await one(small, line(hoard), `"${'x'.repeat(7_900_000)}"`);
  expect(stops[0]?.error.code).toBe('memory');
  expect(await small.closeAndCount()).toEqual([]);
}, 20_000);

test.skipIf(!existsSync('/proc/self/status'))(
  'keeps nothing of the messages that went through',
  async () => {
    const program = line(code('return { pad: message.pad.slice(1) };'));
    const passing = watchedSandbox();
    for (let n = 0; n < 150; n++) {
      const entries = Array.from({ length: 20 }, (_, i) => entry({ pad: `${n}.${i}`.padEnd(100_000, 'x') }));
      await passing.run(program, entries);
    }
    const { pid } = passing.events[0]!;
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
    expect(passing.events).toHaveLength(1);
    expect(Number(kilobytes) / 1024).toBeLessThan(300);
    expect(await passing.closeAndCount()).toEqual([]);
  },
  60_000,
);

test('a child that is killed from outside costs nobody anything', async () => {
  const program = line(code('let n = 0; for (let i = 0; i < 4e6; i++) n += i % 7; return message.n;'));
  const running = sandbox.run(
    program,
    Array.from({ length: 60 }, (_, n) => entry({ n })),
  );
  setTimeout(() => process.kill(sandbox.events.findLast(({ event }) => event === 'child-ready')!.pid, 'SIGKILL'), 150);
  const results = await running;
  expect(results.map(({ exits }) => exits[0]?.message)).toEqual(Array.from({ length: 60 }, (_, n) => String(n)));
});

test('a frozen child is replaced and its work done again', async () => {
  const program = line(code('return message.n;'));
  await sandbox.run(program, [entry({ n: 0 })]);
  const { pid } = sandbox.events.findLast(({ event }) => event === 'child-ready')!;
  process.kill(pid, 'SIGSTOP');
  const results = await sandbox.run(
    program,
    Array.from({ length: 5 }, (_, n) => entry({ n })),
  );
  expect(results.map(({ exits }) => exits[0]?.message)).toEqual(['0', '1', '2', '3', '4']);
});

test('F26 a thousand messages, some of them bad', async () => {
  const bads: Record<number, [string, string[]]> = {
    100: ['for (;;);', ['timeout']],
    250: ['throw new Error("no")', ['code_error']],
    301: ['const all = []; for (;;) all.push({ a: [1, 2, 3] });', ['memory', 'timeout']],
    302: ['await new Promise(() => {});', ['timeout']],
    555: ['return new Array(2 ** 27).fill(1.5).length;', ['timeout', 'memory', 'crash']],
    777: [
      'const all = []; for (;;) all.push(new Uint8Array(1e6).slice().buffer);',
      ['memory', 'crash', 'timeout', 'code_error'],
    ],
    900: ['throw null', ['code_error']],
    999: ['for (;;) await 0;', ['timeout']],
  };
  const cases = Object.entries(bads).map(([n, [source]]) => `if (message.n === ${n}) { ${source} }`);
  const program = line(code(`${cases.join('\n')}\nreturn { done: message.n };`));
  const entries = Array.from({ length: 1000 }, (_, n) => entry({ n }, `m-${n}`));
  const started = performance.now();
  const batches = Array.from({ length: 10 }, (_, i) => sandbox.run(program, entries.slice(i * 100, i * 100 + 100)));
  const { result, lag } = await lagDuring(Promise.all(batches));
  const results = result.flat();
  for (const [n, one] of results.entries()) {
    const [, codes] = bads[n] ?? ['', []];
    if (codes.length === 0) expect(one.exits.map(({ message }) => message)).toEqual([`{"done":${n}}`]);
    else expect(codes, String(n)).toContain(one.stops[0]?.error.code);
  }
  expect(lag).toBeLessThan(100);
  expect(performance.now() - started).toBeLessThan(8 * (KILL_MS + 500));
}, 40_000);

test('programs run in isolates of their own, more of them than are kept', async () => {
  const programs = Array.from({ length: 20 }, (_, i) => line(code(`return ${i};`)));
  const twice = [...programs, ...programs];
  const results = await Promise.all(twice.map((program) => one(sandbox, program, {})));
  expect(results.map(({ exits }) => exits[0]?.message)).toEqual(twice.map((_, i) => String(i % 20)));
}, 20_000);

test('an isolate is replaced after its calls, unnoticed', async () => {
  const frugal = watchedSandbox({ limits: { maxCalls: 10, realms: 1 } });
  const [first, second] = [line(code('return message.n;')), line(code('return -message.n;'))];
  const run = (program: typeof first) =>
    frugal.run(
      program,
      Array.from({ length: 7 }, (_, n) => entry({ n })),
    );
  const results = (await Promise.all([run(first), run(second), run(first), run(first)])).flat();
  expect(results.map(({ exits }) => exits[0]?.message)).toHaveLength(28);
  expect(results.at(-1)?.exits[0]?.message).toBe('6');
  expect(await frugal.closeAndCount()).toEqual([]);
});

test('a table too large for the isolate stops the messages that look into it', async () => {
  const rows = JSON.stringify(Array.from({ length: 200_000 }, (_, k) => ({ k, name: `item number ${k}` })));
  const small = watchedSandbox({
    limits: PATIENT,
    loadTable: async () => `{"key":["k"],"effective":false,"rows":${rows}}`,
  });
  const program = {
    ...line(code("return message.n === 1 ? lookup('t', 1) : message.n;")),
    tables: [{ name: 't', id: 't@1' }],
  };
  const results = await small.run(
    program,
    [0, 1, 2].map((n) => entry({ n })),
  );
  expect(results.map(({ exits, stops }) => exits[0]?.message ?? stops[0]?.error.class)).toEqual(['0', 'limit', '2']);
  expect(await small.closeAndCount()).toEqual([]);
}, 20_000);

const WORK = 'let x = 0; for (let i = 0; i < 3e7; i++) x += i % 7;\nreturn { ok: message.n };';

test('a machine that gives the child no processor for a while is not the fault of who was under way', async () => {
  const program = line(code(WORK));
  await sandbox.run(program, [entry({ n: 0 })]);
  const { pid } = sandbox.events.findLast(({ event }) => event === 'child-ready')!;
  const working = sandbox.run(
    program,
    Array.from({ length: 3 }, (_, n) => entry({ n }, `m-${n}`)),
  );
  await new Promise((resolve) => setTimeout(resolve, 40));
  process.kill(pid, 'SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 900));
  process.kill(pid, 'SIGCONT');
  const results = await working;
  expect(results.map(({ exits, stops }) => [exits.map(({ message }) => message), stops])).toEqual([
    [['{"ok":0}'], []],
    [['{"ok":1}'], []],
    [['{"ok":2}'], []],
  ]);
});
