import { afterAll, beforeAll, expect } from 'vitest';
import { node } from '../support/stage.ts';
import { type Arena, map, openArena } from './arena.ts';
import { attack } from './case.ts';

/* SECURITY.md section B: expressions and mappings. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

const REACHING = [
  'a.constructor',
  'a.__proto__',
  '$lookup(a, "constructor")',
  '$sum.constructor',
  '$string.apply',
  '$eval("1+1")',
];
for (const text of REACHING) {
  attack('X01', text, here, async (_, leaks) => {
    const { stop, sent } = await arena.fate(await arena.flow([map(text)]), { a: { b: 1 } });
    leaks.push(JSON.stringify(stop));
    expect(['expression_empty', 'expression_error', 'result_not_serialisable']).toContain(stop?.code);
    expect(sent).toEqual([]);
  });
}

attack('X01', 'a mapping that writes __proto__ changes no other message', here, async () => {
  const writer = await arena.flow([map('{"__proto__": {"polluted": 1}, "k": 1}')]);
  await arena.fate(writer, '{"__proto__":{"polluted":2},"constructor":{"prototype":{"polluted":3}}}');
  const probe = await arena.flow([map('{"found": $lookup({}, "polluted"), "k": 1}')]);
  expect(await arena.sent(probe, {})).toEqual(['{"k":1}']);
});

const GREEDY = [
  '$match(text, /^(a+)+$/)',
  '$replace(text, /(a|aa)+$/, "")',
  '($f := function($n){ $f($n + 1) }; $f(0))',
  '[1..10000].([1..10000])',
];
for (const text of GREEDY) {
  attack('X02', text, here, async (_, leaks) => {
    const flow = await arena.flow([map(text)]);
    await arena.post(flow, { text: `${'a'.repeat(60)}b` });
    const began = performance.now();
    expect((await fetch(`${arena.url}/healthz`)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(2000);
    const { stop } = await arena.last(flow);
    leaks.push(JSON.stringify(stop));
    expect(['timeout', 'memory', 'expression_error', 'result_too_large', 'crash']).toContain(stop?.code);
  });
}

attack('X03', 'text that looks like an expression is delivered as it came', here, async () => {
  const message = {
    a: '{{ $now() }}',
    b: '$eval("1+1")',
    c: '=cmd|calc',
    d: '<%= process.env %>',
    e: { expr: '1+1', template: '{{ a }}' },
    f: '#{7*7}',
  };
  const flow = await arena.flow([map('$')], {
    send: { headers: { 'X-Note': { template: 'says {{ a }}' } }, url: { template: '/{{ path }}' } },
  });
  const { stop } = await arena.fate(flow, { ...message, path: flow });
  expect(stop).toBeNull();
  const [arrived] = arena.partner.arrivals.filter(({ path }) => path === `/${flow}`).map(({ body }) => body);
  expect(JSON.parse(arrived!)).toEqual({ ...message, path: flow });
});

attack('X04', 'publishing and checking run nothing', here, async () => {
  const began = performance.now();
  await arena.flow([node('code', 'transform.code', { source: 'while (true) {}' })]);
  await arena.flow([map('($f := function(){ $f() }; $f())')]);
  expect(performance.now() - began).toBeLessThan(20_000);
  expect((await fetch(`${arena.url}/healthz`)).status).toBe(200);
});

attack('X05', 'a required field without a value stops the message; no null goes out', here, async (_, leaks) => {
  const cases: [string, string][] = [
    ['price.amount', 'expression_empty'],
    ['$number(code)', 'expression_error'],
  ];
  for (const [text, code] of cases) {
    const { stop, sent } = await arena.fate(await arena.flow([map(text)]), { code: arena.canaries.patient.id });
    leaks.push(JSON.stringify(stop));
    expect([stop?.code, sent]).toEqual([code, []]);
    expect(stop?.sentence).not.toContain(arena.canaries.patient.id);
  }
  const flow = await arena.flow([map('{"path": nothing, "k": 1}')], { send: { url: { template: '/{{ path }}' } } });
  const { stop } = await arena.fate(flow, {});
  expect(stop).toMatchObject({ node: 'send', path: expect.stringContaining('url') });
});
