import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect } from 'vitest';
import { ok } from '../support/destination.ts';
import { type Arena, openArena } from './arena.ts';
import { attack } from './case.ts';
import { firstAdmin } from './people.ts';

/* SECURITY.md P03: what unpacks to more than came. Doors unpack nothing; answers of partners stop at their limit while they unpack. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena({ people: true });
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024, 0x20), { level: 9 });
const member = (text: string) => gzipSync(Buffer.from(text));

const ANSWERS: [string, string, Buffer, string][] = [
  ['a thousandfold', 'gzip', bomb, 'answer_inflates'],
  ['in its second member', 'gzip', Buffer.concat([member('{"a":'), bomb]), 'answer_inflates'],
  ['packed twice', 'gzip, gzip', gzipSync(bomb), 'answer_malformed'],
  ['with another beginning', 'gzip', Buffer.from('PK\u0003\u0004 no gzip at all'), 'answer_malformed'],
  ['cut off', 'gzip', bomb.subarray(0, 1000), 'answer_malformed'],
  ['in a form nobody asked for', 'lzma', Buffer.from('{}'), 'answer_malformed'],
];
for (const [what, encoding, body, code] of ANSWERS) {
  attack('P03', `an answer ${what}`, here, async (_, leaks) => {
    arena.partner.answer = (__, res, commit) => {
      commit();
      res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(body);
    };
    const before = residentMb();
    const { stop } = await arena.fate(await arena.flow([]), {});
    leaks.push(JSON.stringify(stop));
    expect(stop?.code).toBe(code);
    expect(residentMb() - before).toBeLessThan(128);
    arena.partner.answer = ok;
    expect((await arena.fate(await arena.flow([]), {})).stop).toBeNull();
  });
}

/** An archive of one entry, stored, whose name leads elsewhere. */
function zip(name: string, content: string): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([local, Buffer.from(name), Buffer.from(content)]);
}
const FORMATS = [
  ['json', 'application/json'],
  ['hl7v2', 'application/hl7-v2'],
  ['csv', 'text/csv'],
  ['text', 'text/plain'],
] as const;
for (const [format, type] of FORMATS) {
  attack('P03', `a ${format} door is sent archives`, here, async (_, leaks) => {
    const flow = await arena.flow([], { trigger: { format } });
    const before = residentMb();
    for (const encoding of ['gzip', 'deflate', 'br', 'GZIP', 'gzip, identity']) {
      const answer = await arena.post(flow, bomb, { 'content-type': type, 'content-encoding': encoding });
      const said = await answer.text();
      leaks.push(said);
      expect([encoding, answer.status, (JSON.parse(said) as { code: string }).code]).toEqual([
        encoding,
        415,
        'content_encoding',
      ]);
    }
    // As a body it is bytes like any others: no text, or a text as good as another that is carried as it came, and never opened.
    const files = readdirSync(arena.stage.dataFolder, { recursive: true }).sort();
    for (const body of [bomb, zip('../../canary.txt', 'overwritten'), zip('/etc/cron.d/x', '* * * * *')]) {
      const answer = await arena.post(flow, body, { 'content-type': type });
      leaks.push(await answer.text());
      if (answer.status !== 202) {
        expect([format, answer.status]).toEqual([format, 400]);
        continue;
      }
      const { stop, sent } = await arena.last(flow);
      if (stop !== null) expect(stop.code).toMatch(/^(encoding|csv_\w+|hl7_\w+)$/);
      else if (format === 'text') expect(sent.at(-1)).toBe(body.toString());
    }
    expect(readdirSync(arena.stage.dataFolder, { recursive: true }).sort()).toEqual(files);
    expect(residentMb() - before).toBeLessThan(128);
  });
}

attack('P03', 'a description in YAML whose aliases multiply', here, async (_, leaks) => {
  const admin = await firstAdmin(arena);
  const levels = Array.from({ length: 12 }, (__, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(10)}]`);
  const text = `openapi: 3.0.0\nl0: &l0 lol\n${levels.join('\n')}\npaths: *l12\n`;
  const began = performance.now();
  for (const [path, more] of [
    ['/openapi/operations', {}],
    ['/flows/from-openapi', { id: 'laughs', name: 'Laughs', operation: { method: 'post', path: '/x' } }],
  ] as const) {
    const told = await admin.ask('post', path, { text, ...more });
    leaks.push(told.text);
    expect([path, told.status, told.text.length < 2000]).toEqual([path, 400, true]);
  }
  expect(performance.now() - began).toBeLessThan(2_000);
});

/** Memory that the server's process holds. */
function residentMb(): number {
  const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${arena.pid}/status`, 'utf8')) ?? [];
  return Number(kb) / 1024;
}
