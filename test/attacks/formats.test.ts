import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { frameMllp, MllpDecoder } from '@throughline/formats';
import { afterAll, beforeAll, expect } from 'vitest';
import { flowOf, node, until } from '../support/stage.ts';
import { type Arena, code, map, openArena } from './arena.ts';
import { attack } from './case.ts';

/* SECURITY.md D02, D04, D05, H01, H02, P05 and O03: what formats must neither lose, invent nor let through. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
  await arena.live(
    flowOf(
      'hl7',
      [
        node('in', 'trigger.mllp', { types: [] }),
        node('build', 'transform.build', { format: 'hl7v2' }),
        node('send', 'connector.http', { connection: 'partner', url: '/hl7' }),
      ],
      ['in>build', 'build>send'],
    ),
  );
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

/** Sends frames on one connection; answers the acknowledgements that came within the time. */
function talk(bytes: Buffer, wantedAcks: number, waitMs = 1500): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(arena.mllpPort, '127.0.0.1', () => socket.write(bytes));
    const decoder = new MllpDecoder();
    const acks: string[] = [];
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(acks);
    };
    const timer = setTimeout(end, wantedAcks > 0 ? 8000 : waitMs);
    socket.on('error', reject);
    socket.on('close', end);
    socket.on('data', (chunk) => {
      for (const frame of decoder.push(chunk)) acks.push(Buffer.from(frame).toString('latin1'));
      if (wantedAcks > 0 && acks.length >= wantedAcks) end();
    });
  });
}
const framed = (text: string) => Buffer.from(frameMllp(Buffer.from(text, 'latin1')));
const HEAD = (id: string) => `MSH|^~\\&|MM|NORTH|ERP|NORTH|20260302||DFT^P03|${id}|P|2.5\r`;
let count = 0;
const id = () => `A${Date.now()}${++count}`;

attack('D02', 'codes that look like numbers, and what XML would unescape, come out as they went in', here, async () => {
  const codes = ['00123', '1e5', '0x1F', '10.10', 'A &amp; B', '+7', ' 7 ', '-0', '1_000', 'NaN', '٣'];
  const flow = await arena.flow([code('return { codes: message.codes };'), map('{"codes": codes}')]);
  expect(await arena.sent(flow, { codes })).toEqual([JSON.stringify({ codes })]);
  const csv = await arena.flow([], { trigger: { format: 'csv' } });
  const answer = await arena.post(csv, `item,qty\n00123,1e5\n`, { 'content-type': 'text/csv' });
  expect(answer.status).toBe(202);
  await until(() => arena.partner.arrivals.some(({ path }) => path === `/${csv}`), 15);
  expect(arena.partner.arrivals.find(({ path }) => path === `/${csv}`)!.body).toBe('{"item":"00123","qty":"1e5"}');
});

const ENCODINGS: [string, Buffer, number][] = [
  ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 400],
  ['an overlong NUL', Buffer.from([0x22, 0xc0, 0x80, 0x22]), 400],
  ['Latin-1 that is not declared', Buffer.from('"M\xfcller"', 'latin1'), 400],
  ['UTF-16 without a mark', Buffer.from('{"a":1}', 'utf16le'), 400],
  ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"a":1}')]), 202],
  ['an escaped NUL', Buffer.from('{"a":"\\u0000"}'), 202],
  ['half a surrogate pair', Buffer.from('{"a":"\\ud83d"}'), 202],
];
for (const [what, bytes, status] of ENCODINGS) {
  attack('D04', what, here, async () => {
    const flow = await arena.flow([]);
    const answer = await arena.post(flow, bytes);
    const text = await answer.text();
    expect(answer.status, text).toBe(status);
    if (status === 400)
      return expect(JSON.parse(text)).toMatchObject({ code: expect.stringMatching(/^(encoding|json_malformed)$/) });
    const { stop, sent } = await arena.last(flow);
    // Sent as it came or set aside with a reason; never with a character put in its place.
    expect(stop === null ? sent.join() : stop.code).not.toContain('\ufffd');
    if (stop === null) expect(sent).toHaveLength(1);
    else expect(stop.code).toMatch(/encoding|unwritable|surrogate|text|json/);
  });
}
attack('D04', 'HL7 in a character set it does not declare', here, async () => {
  const [ack] = await talk(framed(`${HEAD(id())}PID|1||M\xfcller\r`), 1);
  expect(ack).toMatch(/MSA\|A[ER]\|.*\|encoding/);
});

attack('D05', 'numbers that no double holds keep every digit', here, async () => {
  const untouched = '{"a":9007199254740993,"b":12345678901234567890.12,"c":1e999,"d":-0,"e":10.10}';
  expect(await arena.sent(await arena.flow([]), untouched)).toEqual([untouched]);
  const text = '{"a":9007199254740993,"b":12345678901234567890.12,"c":1e999,"e":0.1}';
  expect(await arena.sent(await arena.flow([map('$'), code('return message;')]), text)).toEqual([text]);
  const { stop } = await arena.fate(await arena.flow([map('{"x": b * 2}')]), text);
  expect(stop?.code).toBe('number_not_exact');
});
attack('D05', 'ten thousand cents add up, and the same key twice is refused', here, async () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => ({ amount: i % 2 === 0 ? 0.1 : 0.2 }));
  const sum = await arena.flow([code('return { total: decimal.sum(message.lines.map((line) => line.amount)) };')]);
  expect(await arena.sent(sum, { lines })).toEqual(['{"total":1500}']);
  const answer = await arena.post(sum, '{"amount":1,"amount":2}');
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'json_duplicate_key']);
});

const BROKEN: [string, (control: string) => string, RegExp][] = [
  ['no control id', () => 'MSH|^~\\&|A|B|C|D|20260302||DFT^P03||P|2.5\r', /^AR$/],
  ['two delimiters alike', (control) => `MSH|^^\\&|A|B|C|D|20260302||DFT^P03|${control}|P|2.5\r`, /^AR$/],
  ['MSH in the middle', (control) => `${HEAD(control)}PID|1\rMSH|^~\\&|X\r`, /^A[ER]$/],
  ['a segment that is none', (control) => `${HEAD(control)}F 1|1\r`, /^A[ER]$/],
  ['no MSH at all', () => 'PID|1||123\r', /^none$/],
  ['nothing', () => '', /^none$/],
];
for (const [what, text, verdict] of BROKEN) {
  attack('H01', what, here, async () => {
    const before = (await arena.stage.ledger('hl7'))['send']?.accepted ?? 0;
    const [ack] = await talk(framed(text(id())), verdict.source === '^none$' ? 0 : 1);
    const said = ack === undefined ? 'none' : (/\rMSA\|(\w\w)/.exec(ack)?.[1] ?? 'AR');
    expect(said).toMatch(/none|AR|AE/);
    if (verdict.source !== '^none$') expect(said).toMatch(verdict);
    if (ack !== undefined) expect(ack).toMatch(/\rERR\|/);
    expect((await arena.stage.ledger('hl7'))['send']?.accepted ?? 0).toBe(before);
  });
}
attack('H01', 'unknown versions, open escapes and Z segments are kept as they are', here, async () => {
  const control = id();
  const text =
    `MSH|^~\\&|MM|NORTH|ERP|NORTH|20260302||DFT^P03|${control}|P|9.9\rPID|1||a\\F\\b\\X41\r42\\E\\\rZZZ|own|\\.br\\\r`.replace(
      '\r42',
      '',
    );
  const [ack] = await talk(framed(text), 1);
  expect(ack).toContain(`MSA|AA|${control}`);
  await until(() => arena.partner.arrivals.some(({ path, body }) => path === '/hl7' && body.includes(control)), 15);
  expect(arena.partner.arrivals.find(({ path, body }) => path === '/hl7' && body.includes(control))!.body).toBe(text);
});

attack('H02', 'acknowledgements are never answered', here, async () => {
  const before = (await arena.stage.ledger('hl7'))['send']?.accepted ?? 0;
  const ack = (verdict: string, of: string) =>
    framed(`MSH|^~\\&|A|B|C|D|20260302||ACK^P03|${id()}|P|2.5\rMSA|${verdict}|${of}\r`);
  expect(await talk(Buffer.concat([ack('AA', 'unknown'), ack('AE', 'unknown'), ack('AA', 'unknown')]), 0)).toEqual([]);
  expect((await arena.stage.ledger('hl7'))['send']?.accepted ?? 0).toBe(before);
});

attack('P05', 'file names made of message text stay in their folder', here, async () => {
  const flow = 'attack-files';
  await arena.live(
    flowOf(
      flow,
      [
        node('in', 'trigger.http', { path: flow }),
        node('write', 'connector.file', { folder: 'out', name: { template: '{{ name }}' }, extension: 'json' }),
      ],
      ['in>write'],
    ),
  );
  const root = join(arena.stage.dataFolder, 'files', 'dev');
  const names = [
    '../../canary.txt',
    '..\\canary.txt',
    '/etc/passwd',
    'a\r\nb',
    'a\u0000b',
    '%2e%2e/x',
    '․․/x',
    'CON',
    'x'.repeat(300),
    '.hidden',
    'nul.txt',
  ];
  for (const name of names) {
    expect((await arena.post(flow, { name })).status).toBe(202);
  }
  await until(async () => ((await arena.stage.ledger(flow))['write']?.quarantined ?? 0) === names.length, 20);
  expect((await arena.post(flow, { name: 'fine' })).status).toBe(202);
  await until(async () => ((await arena.stage.ledger(flow))['write']?.delivered ?? 0) === 1, 20);
  expect(readdirSync(root, { recursive: true }).filter((name) => !['out'].includes(String(name)))).toHaveLength(1);
  expect(readFileSync(arena.canaries.file, 'utf8')).toMatch(/^ZZFILE/);
});

attack('O03', 'line ends in a header stop the message, and one log line stays one line', here, async (_, leaks) => {
  const flow = await arena.flow([], { send: { headers: { 'X-Note': { template: '{{ note }}' } } } });
  for (const note of ['a\r\nX-Injected: 1', 'a\nb', 'a\u0000b', 'a\rb']) {
    const { stop } = await arena.fate(flow, { note });
    leaks.push(JSON.stringify(stop));
    expect(stop).toMatchObject({ code: 'header_invalid' });
  }
  const lines = arena
    .logged()
    .split('\n')
    .filter((line) => line !== '');
  for (const line of lines.filter((one) => one.startsWith('{')))
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  expect(arena.logged()).not.toMatch(/^X-Injected/m);
});
attack('O03', 'HL7 delimiters in data are escaped on the way out', here, async () => {
  const source = `return { segments: [{ id: 'MSH', f1: '|', f2: '^~\\\\&', f3: 'A', f9: [{ c1: 'ADT', c2: 'A01' }], f10: 'X1', f11: 'P', f12: '2.5' }, { id: 'PID', f3: message.name }] };`;
  const flow = await arena.flow([code(source), node('build', 'transform.build', { format: 'hl7v2' })]);
  const [sent] = await arena.sent(flow, { name: 'a|b^c~d\\e&f\rPID|2' });
  expect(sent!.split('\r').filter((line) => line.startsWith('PID'))).toHaveLength(1);
  expect(sent).toContain('a\\F\\b\\S\\c\\R\\d\\E\\e\\T\\f');
});
