import type { RealmOp } from '@throughline/flow';
import { afterAll, expect, test } from 'vitest';
import { code, entry, expression, fault, line, one, out, programOf, stepOf, watchedSandbox } from './testing.ts';

const sandbox = watchedSandbox();
afterAll(async () => expect(await sandbox.closeAndCount()).toEqual([]));

const records = (trace: string) => JSON.parse(trace) as Record<string, unknown>[];

test('an expression makes the new message and the trace carries it', async () => {
  const { exits, stops, trace } = await one(sandbox, line(expression('{"site": facility & "/" & location}')), {
    facility: 'WEST',
    location: 'OR-4',
  });
  expect(exits).toEqual([{ step: 1, message: '{"site":"WEST/OR-4"}', fields: null }]);
  expect(stops).toEqual([]);
  expect(records(trace)).toEqual([{ s: 0, us: expect.any(Number), port: 'out', out: { site: 'WEST/OR-4' } }]);
});

test('an expression without a value stops the message as it stood', async () => {
  const { stops, trace } = await one(sandbox, line(expression('nothing.here')), { id: 1 });
  expect(stops).toEqual([
    { step: 0, message: '{"id":1}', error: { code: 'expression_empty', class: 'data', sentence: expect.any(String) } },
  ]);
  expect(records(trace)[0]).toMatchObject({ s: 0, error: { code: 'expression_empty' } });
});

test('expressions keep arrays where they say so, and JSON sees no flags', async () => {
  expect(await out(sandbox, line(expression('lines.{"item": sku}[]')), { lines: [{ sku: 'A' }] })).toEqual([
    { item: 'A' },
  ]);
  expect(
    await out(
      sandbox,
      line(expression('{"l": lines.sku}'), code('message.l.pop(); return message;'), expression('{"l": l}')),
      {
        lines: [{ sku: 'A' }, { sku: 'B' }],
      },
    ),
  ).toEqual({ l: ['A'] });
});

test('a function in the result is not a message', async () => {
  expect(await fault(sandbox, line(expression('{"f": function($x){$x}}')), {})).toMatchObject({
    code: 'result_not_serialisable',
    path: 'f',
  });
  expect(await fault(sandbox, line(expression('$sum')), {})).toMatchObject({ code: 'result_not_serialisable' });
});

test('expression errors name the place and never the value', async () => {
  const error = await fault(sandbox, line(expression('$number(name)')), { name: 'ZZCANARY' });
  expect(error).toMatchObject({ code: 'expression_error', class: 'data' });
  expect(error.sentence).not.toContain('ZZCANARY');
  expect(await fault(sandbox, line(expression('{"a": ')), {})).toMatchObject({
    code: 'expression_syntax',
    class: 'code',
  });
  expect((await fault(sandbox, line(expression('a + + b')), {})).sentence).toMatch(/at character \d+/);
  expect((await fault(sandbox, line(expression('$error("no facility")')), {})).sentence).toContain('no facility');
});

test('code changes the message, waits, and writes to its console', async () => {
  const program = line(
    code('console.log("lines", message.lines.length);\nmessage.total = await Promise.resolve(3);\nreturn message;'),
  );
  const { exits, trace } = await one(sandbox, program, { lines: [1, 2] });
  expect(exits[0]?.message).toBe('{"lines":[1,2],"total":3}');
  expect(records(trace)[0]).toMatchObject({ port: 'out', log: ['lines 2'] });
});

test('console output is capped', async () => {
  const program = line(code('for (let i = 0; i < 90; i++) console.log("x".repeat(900)); return 1;'));
  const [record] = records((await one(sandbox, program, {})).trace);
  const log = record?.['log'] as string[];
  expect([log.length, log[0]?.length]).toEqual([50, 500]);
});

test('code sees its context and may not keep it', async () => {
  const program = line(code('context.keys.x = 1; return context;'), code('return context.keys;'));
  expect(await out(sandbox, program, {})).toEqual({ purchaseOrder: 'PO-7781' });
});

test('words of an author carry no value of the message, and neither does the path', async () => {
  const message = { patient: { name: 'ZZCANARY^PAT', id: 999123 }, unit: 'EA' };
  const texts = [
    code(
      "throw Object.assign(new Error('no bed for ' + message.patient.name + ' (' + message.patient.id + '), unit EA'), { path: 'patient.name' });",
    ),
    code('throw Object.assign(new Error("x"), { path: message.patient.name.slice(0, 8) + message.patient.id });'),
    expression('$error("no bed for " & patient.name)'),
  ];
  const faults = await Promise.all(texts.map((op) => fault(sandbox, line(op), message)));
  expect(JSON.stringify(faults)).not.toMatch(/ZZCANARY\^PAT|999123/);
  expect(faults[0]).toMatchObject({ sentence: 'The code failed: no bed for … (…), unit EA', path: 'patient.name' });
  expect(faults[1]).not.toHaveProperty('path');
});

test('code errors carry the line and the words, cut, without a stack', async () => {
  const thrown = await fault(sandbox, line(code('const a = 1;\nconst b = message.x.y;\nreturn b;')), {});
  expect(thrown).toMatchObject({ code: 'code_error', class: 'code', line: 2 });
  expect(thrown.sentence).toContain("reading 'y'");
  const long = await fault(sandbox, line(code('throw new Error("q".repeat(5000))')), {});
  expect(long.sentence.length).toBeLessThanOrEqual(500);
  expect(await fault(sandbox, line(code('throw "plain"')), {})).toMatchObject({ sentence: 'The code failed: plain' });
  const quoting = await fault(sandbox, line(code('return JSON.parse(message.a);')), { a: 'ZZCANARY' });
  expect(quoting).toMatchObject({ code: 'code_error', line: 1 });
  expect(quoting.sentence).not.toContain('ZZCANARY');
  expect(await fault(sandbox, line(code('let x = 1;')), {})).toMatchObject({ code: 'code_empty' });
  expect(await fault(sandbox, line(code('const a = 1;\nlet b = ;\nreturn 1;')), {})).toMatchObject({
    code: 'code_syntax',
    line: 2,
  });
});

const choose = (mode: 'first' | 'every', otherwise: string | null): RealmOp => ({
  op: 'choose',
  cases: [
    { port: 'billing', text: 'chargeable' },
    { port: 'audit', text: 'total > 100' },
  ],
  mode,
  otherwise,
});

test('choose takes the first, every, otherwise, or filters', async () => {
  const wires = { billing: [1], audit: [2], erp: [3] };
  const leaving = async (op: RealmOp, message: unknown) => {
    const { exits, trace } = await one(sandbox, programOf([stepOf(op, wires), null, null, null]), message);
    return {
      steps: exits.map(({ step }) => step),
      ends: records(trace).map((record) => record['end'] ?? record['port']),
    };
  };
  const both = { chargeable: true, total: 200 };
  expect(await leaving(choose('first', 'erp'), both)).toEqual({ steps: [1], ends: ['billing'] });
  expect(await leaving(choose('every', 'erp'), both)).toEqual({ steps: [1, 2], ends: ['billing', 'audit'] });
  expect(await leaving(choose('first', 'erp'), {})).toEqual({ steps: [3], ends: ['erp'] });
  expect(await leaving(choose('first', null), {})).toEqual({ steps: [], ends: ['filtered'] });
});

test('a message that is only looked at leaves byte for byte', async () => {
  const text = '{ "chargeable" : true,\n "n": 1.10, "big": 12345678901234567890.12, "u": "\\u00e9\\u0000" }';
  const keep: RealmOp = { op: 'keep', text: 'chargeable', reason: 'not chargeable' };
  const { exits, trace } = await one(sandbox, line(keep), text);
  expect(exits[0]?.message).toBe(text);
  expect(records(trace)).toEqual([{ s: 0, us: expect.any(Number), port: 'out', same: true }]);
  expect(records((await one(sandbox, line(keep), '{}')).trace)).toEqual([
    { s: 0, us: expect.any(Number), end: 'filtered' },
  ]);
});

const contract: RealmOp = {
  op: 'schema',
  contract: 'supply-usage@2',
  schema: {
    $id: 'https://contracts.example/supply-usage',
    type: 'object',
    required: ['id', 'lines'],
    properties: { id: { type: 'string', pattern: '^U-' }, lines: { type: 'array', items: { $ref: '#/$defs/line' } } },
    $defs: {
      line: {
        type: 'object',
        required: ['item'],
        properties: { item: { type: 'string' }, amount: { type: 'number' } },
      },
    },
  },
};

test('a contract names the first violation and counts the rest, never the value', async () => {
  expect(await out(sandbox, line(contract), { id: 'U-1', lines: [{ item: 'A' }] })).toBeTruthy();
  expect(
    await out(sandbox, line(contract), '{"id":"U-1","lines":[{"item":"A","amount":12345678901234567890.12}]}'),
  ).toBeTruthy();
  const error = await fault(sandbox, line(contract), { id: 'ZZCANARY', lines: [{ item: 'A' }, {}, { item: 7 }] });
  expect(error).toEqual({
    code: 'contract_violation',
    class: 'data',
    path: 'id',
    sentence: '`id` breaks the rule `pattern` of contract supply-usage@2 and 2 more violations.',
  });
  expect(await fault(sandbox, line(contract), { id: 'U-1', lines: [{ item: 'A' }, {}] })).toMatchObject({
    path: 'lines[1].item',
  });
});

test('a caught error goes on behind the catching step', async () => {
  const steps = [
    stepOf(code('return message.a.b;'), { out: [1] }, { node: 'price', catch: 2 }),
    null,
    stepOf(null, { out: [3] }, { node: 'on-error' }),
    null,
  ];
  const { exits, stops, trace } = await one(sandbox, programOf(steps), { id: 7 });
  expect(stops).toEqual([]);
  expect(exits.map(({ step }) => step)).toEqual([3]);
  expect(JSON.parse(exits[0]?.message as string)).toMatchObject({
    error: { code: 'code_error', class: 'code', step: 'price' },
    message: { id: 7 },
  });
  expect(records(trace).map((record) => record['s'])).toEqual([0, 2]);
});

test('copies on several wires do not see each other, and a stop on one does not hold the other', async () => {
  const steps = [
    stepOf(expression('$'), { out: [1, 2] }),
    stepOf(code('message.by = "first"; message.list.push(1); return message;'), { out: [3] }),
    stepOf(code('if (message.list.length) throw new Error("seen"); message.by = "second"; return message;'), {
      out: [3, 4],
    }),
    null,
    stepOf(expression('nothing'), { out: [3] }),
  ];
  const { exits, stops } = await one(sandbox, programOf(steps), { list: [] });
  expect(exits.map(({ message }) => JSON.parse(message).by)).toEqual(['first', 'second']);
  expect(stops.map(({ step, message }) => [step, message])).toEqual([[4, '{"list":[],"by":"second"}']]);
});

test('steps that double the message without end are capped', async () => {
  const steps = Array.from({ length: 30 }, (_, i) =>
    stepOf({ op: 'keep', text: 'true', reason: '' }, { out: [i + 1, i + 1] }),
  );
  const { stops } = await one(sandbox, programOf([...steps, null]), {});
  expect(stops.some(({ error }) => error.code === 'steps_limit' && error.class === 'limit')).toBe(true);
});

const exit = (fields: { kind: 'expr' | 'template'; text: string }[]) =>
  programOf([stepOf(null, {}, { fields: fields.map((field, i) => ({ path: ['headers', i], ...field })) })]);

test('fields are resolved towards the step the message leaves to', async () => {
  const fields = [
    { kind: 'expr' as const, text: '{"deep": lines[0]}' },
    {
      kind: 'template' as const,
      text: 'https://erp.example/{{ id }}/{{ {"a": {"b": n}} }}?{{ $context.keys.purchaseOrder }}',
    },
    { kind: 'template' as const, text: 'plain' },
  ];
  const { exits } = await one(sandbox, exit(fields), '{"id":"U-1","n":9007199254740993,"lines":[1]}');
  expect(exits[0]?.fields).toBe(
    '[{"deep":1},"https://erp.example/U-1/{\\"a\\":{\\"b\\":9007199254740993}}?PO-7781","plain"]',
  );
  expect(await fault(sandbox, exit([{ kind: 'expr', text: 'absent' }]), {})).toMatchObject({
    code: 'expression_empty',
    path: 'headers.0',
  });
  expect(await fault(sandbox, exit([{ kind: 'template', text: 'a{{ absent }}' }]), {})).toMatchObject({
    code: 'expression_empty',
    path: 'headers.0',
  });
  expect(await fault(sandbox, exit([{ kind: 'template', text: 'a{{ b' }]), {})).toMatchObject({
    code: 'expression_syntax',
    path: 'headers.0',
  });
});

test('a run may begin at any step', async () => {
  const program = line(code('throw new Error("not here")'), expression('id'));
  const [result] = await sandbox.run(program, [entry({ id: 5 }, 'm', 1)]);
  expect(result?.exits).toEqual([{ step: 2, message: '5', fields: null }]);
});

test('check reads texts and runs none', async () => {
  const found = await sandbox.check([
    { text: 'lines.sku', language: 'jsonata' },
    { text: 'lines.(', language: 'jsonata' },
    { text: 'return await message;', language: 'javascript' },
    { text: 'let a;\nreturn }', language: 'javascript' },
    { text: '}); for(;;); (() => {', language: 'javascript' },
    { text: 'for(;;);', language: 'javascript' },
  ]);
  expect(found.map((error) => error && [error.code, error.line])).toEqual([
    null,
    ['expression_syntax', undefined],
    null,
    ['code_syntax', 2],
    ['code_syntax', undefined],
    null,
  ]);
});

test('the same message gives the same bytes again', async () => {
  const program = line(
    expression(
      '{"now": $now(), "ms": $millis(), "r": $random(), "s": $shuffle([1..9]), "t": $toMillis("10:30", "[H]:[m]")}',
    ),
    code(
      'return {...message, d: new Date().toISOString(), n: Date.now(), r2: Math.random(), c: new Date(0).getTime()};',
    ),
  );
  const first = await one(sandbox, program, {});
  const again = await one(sandbox, { ...program, id: 'another-isolate' }, {});
  expect(again.exits).toEqual(first.exits);
  const message = JSON.parse(first.exits[0]?.message as string);
  expect(message).toMatchObject({ now: '2026-03-14T09:26:53.589Z', d: '2026-03-14T09:26:53.589Z', c: 0 });
  const [other] = await sandbox.run(program, [entry({}, 'm-000002')]);
  expect(JSON.parse(other?.exits[0]?.message as string).r2).not.toBe(message.r2);
});

test('code names the field at fault by the path of what it throws', async () => {
  const thrown = (path: string) =>
    fault(sandbox, line(code(`throw Object.assign(new Error('No.'), { path: ${path} });`)), {});
  expect(await thrown("'lines[2].item'")).toMatchObject({ code: 'code_error', path: 'lines[2].item', line: 1 });
  for (const path of ['7', "'with blanks'", "'x'.repeat(201)", '{ toString() { return 1 } }']) {
    expect(await thrown(path)).not.toHaveProperty('path');
  }
});
