import { describe, expect, it } from 'vitest';
import { buildCsv } from './csv/build.ts';
import { type CsvTable, parseCsv } from './csv/parse.ts';
import { CsvReader } from './csv/reader.ts';
import { detect } from './detect.ts';
import { FormatError } from './error.ts';
import { acknowledge } from './hl7/ack.ts';
import { splitHl7Batch } from './hl7/batch.ts';
import { buildHl7, buildHl7Bytes } from './hl7/build.ts';
import { frameMllp, MllpDecoder } from './hl7/mllp.ts';
import { parseHl7 } from './hl7/parse.ts';
import type { Hl7Message } from './hl7/tree.ts';
import { parseJson } from './json/parse.ts';
import { scanJson } from './json/scan.ts';
import { stringifyJson } from './json/stringify.ts';

const SEED = 20260314;
const ROUNDS = 6000;

/** mulberry32 */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;

function mutate(seed: Uint8Array, random: Random, tokens: readonly string[]): Uint8Array {
  let bytes = Array.from(seed);
  for (let n = random(6) + 1; n > 0; n--) {
    const at = random(bytes.length + 1);
    const token = Array.from(new TextEncoder().encode(tokens[random(tokens.length)]!));
    const kind = random(6);
    if (kind === 0) bytes[Math.min(at, bytes.length - 1)] = random(256);
    else if (kind === 1) bytes.splice(at, random(8));
    else if (kind === 2) bytes.splice(at, 0, ...bytes.slice(at, at + random(40)));
    else if (kind === 3) bytes = bytes.slice(0, Math.max(1, at));
    else bytes.splice(at, 0, ...token);
  }
  return Uint8Array.from(bytes);
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    expect(error.code).toMatch(/^[a-z0-9_]+$/);
    expect(error.position.offset).toBeGreaterThanOrEqual(0);
    return undefined;
  }
}

function everyRound(
  seeds: readonly string[],
  tokens: readonly string[],
  check: (source: Uint8Array, random: Random) => boolean,
): number {
  const random = randomFrom(SEED);
  const sources = seeds.map((seed) => new TextEncoder().encode(seed));
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const source = mutate(sources[random(sources.length)]!, random, tokens);
    try {
      if (check(source, random)) accepted++;
    } catch (error) {
      throw new Error(`seed ${SEED}, round ${round}, source ${Buffer.from(source).toString('base64')}`, {
        cause: error,
      });
    }
  }
  return accepted;
}

describe(`seed ${SEED}`, () => {
  it('HL7: refused with a place, or given back byte for byte, also through JSON; every answer can be read', () => {
    const seeds = [
      'MSH|^~\\&|OR|STANNE|ERP|HQ|20260314||DFT^P03|M1|P|2.5.1||||||UNICODE UTF-8\rPID|1||12^^^A&B~7||DOE^J\\F\\\rFT1|1|||\r',
      'MSH#!@%*#OR#X\nPID#1##1!2*3@4##%F%%X0d0a%\n\nNTE#1##C%temp\n',
      'MSH|^~\\&#|OR\r\nOBX|1|TX|||cut# \\P\\ \\.br\\ \\XE9\\|\r\n',
    ];
    const tokens = [
      '|',
      '^',
      '~',
      '\\',
      '&',
      '#',
      '\r',
      '\n',
      '\r\n',
      '\\F\\',
      '\\X0d\\',
      '\\E\\',
      '\\H\\',
      'PID|',
      '\rMSH|^~\\&|',
      'é',
      '\u0000',
      '\uFEFF',
      '""',
      '||||',
      '^^^',
      '&&',
      ' ',
    ];
    const accepted = everyRound(seeds, tokens, (source) => {
      const message = attempt(() => parseHl7(source));
      if (message) {
        const again = JSON.parse(JSON.stringify(message)) as Hl7Message;
        expect(Buffer.compare(buildHl7Bytes(again), source)).toBe(0);
        delete again.encoding;
        const plain = attempt(() => buildHl7(again));
        if (plain !== undefined)
          expect(parseHl7(plain).segments.map(({ id }) => id)).toEqual(message.segments.map(({ id }) => id));
      }
      const { messages, envelope, strays } = splitHl7Batch(source);
      const pieces = [...messages, ...envelope, ...strays]
        .sort((a, b) => a.offset - b.offset)
        .map((piece) => piece.source);
      if (pieces.length > 0) expect(Buffer.compare(Buffer.concat(pieces), source)).toBe(0);
      const answer = acknowledge(source, {
        code: 'AR',
        controlId: 'A',
        at: new Date(0),
        text: 'a|b\r',
        error: { code: 'x', sentence: 'y\rMSH|' },
      });
      if (answer !== undefined) expect(parseHl7(answer).segments).toHaveLength(3);
      return message !== undefined;
    });
    expect(accepted).toBeGreaterThan(ROUNDS / 10);
  });

  it('HL7: any leaf text written into a tree is read back as the same leaf', () => {
    const random = randomFrom(SEED);
    const pieces = [
      '|',
      '^',
      '~',
      '\\',
      '&',
      '#',
      '\r',
      '\n',
      '\u0000',
      '\t',
      'a',
      'F',
      '\\F\\',
      '\\H\\',
      '\\.br\\',
      '\\X41\\',
      '\\XE9\\',
      'é',
      '😀',
      ' ',
      '"',
    ];
    for (let round = 0; round < ROUNDS; round++) {
      const text = Array.from({ length: random(8) + 1 }, () => pieces[random(pieces.length)]).join('');
      const f2 = [{ c1: ['^~\\&', '^~\\&#', '!@%*'][random(3)]! }];
      const message: Hl7Message = {
        segments: [
          { id: 'MSH', f2 },
          { id: 'NTE', f3: [{ c2: { s1: 'x', s2: text } }] },
        ],
      };
      expect(parseHl7(buildHl7(message)).segments[1]).toEqual(message.segments[1]);
    }
  });

  it('JSON: what the native parser refuses is refused; what it accepts is accepted, but for repeated keys and depth', () => {
    const seeds = [
      '{"id":"PO-1","lines":[{"qty":2,"price":1840.50,"ok":true},null],"note":"a\\u0000\\"b\\\\"}',
      '[1e5,-0,9007199254740993,0.1]',
      '{"__proto__":{"a":1},"b":[[]]}',
    ];
    const tokens = [
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '1e999',
      '-0',
      '0',
      '"a":1,',
      '\\u00',
      '\u0000',
      ' ',
      'true',
      'é',
      '.',
      '12345678901234567890',
      '/**/',
    ];
    const accepted = everyRound(seeds, tokens, (source) => {
      const value = attempt(() => parseJson(source));
      const scanned = attempt(() => scanJson(source) ?? true);
      let native: unknown;
      let isNative = true;
      try {
        native = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(source));
      } catch {
        isNative = false;
      }
      expect(scanned !== undefined).toBe(isNative);
      if (value === undefined) return false;
      expect(isNative).toBe(true);
      const text = stringifyJson(value);
      expect(parseJson(text)).toEqual(value);
      expect(JSON.parse(text)).toEqual(native);
      return true;
    });
    expect(accepted).toBeGreaterThan(ROUNDS / 20);
  });

  it('CSV: the same rows and problems however it arrives, no line lost, and cells that are written are read back', () => {
    const seeds = ['id,name,qty\r\n1,"a, ""b""",2\r\n2,"x\ny",3\r\n3,é,4\r\n', 'a;b\n1;"2"\n3;4', 'x\ty\n1\t2\n'];
    const tokens = [
      ',',
      ';',
      '"',
      '""',
      '\r',
      '\n',
      '\r\n',
      '\t',
      'id,name,qty\n',
      '",',
      '\n"',
      'é',
      '\u0000',
      '=1+1',
      '\uFEFF',
    ];
    const accepted = everyRound(seeds, tokens, (source, random) => {
      const options = { delimiter: ',', ragged: random(2) ? ('keep' as const) : ('refuse' as const) };
      const whole = attempt(() => parseCsv(source, options));
      const size = random(7) + 1;
      const chunked = attempt(() => inChunks(source, size, options));
      expect(chunked).toEqual(whole && { rows: whole.rows, problems: whole.problems });
      if (!whole) return false;
      const cells = whole.rows.map((row) => row.cells);
      const again = parseCsv(buildCsv(cells), { header: false, ragged: 'keep', delimiter: ',' });
      expect(again.rows.map((row) => row.cells)).toEqual(cells);
      return true;
    });
    expect(accepted).toBeGreaterThan(ROUNDS / 4);
  });

  it('MLLP: the same frames however the stream arrives, and bodies only between their own bytes', () => {
    const random = randomFrom(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const length = random(60);
      const stream = Uint8Array.from({ length }, () => [0x0b, 0x1c, 0x0d, 0x0a, 0x41][random(5)]!);
      const decode = (step: number) => {
        const seen: unknown[] = [];
        const decoder = new MllpDecoder({ maxGarbage: 12, maxFrame: 20, onMalformed: (each) => seen.push(each) });
        for (let at = 0; at < length; at += step) seen.push(...decoder.push(stream.subarray(at, at + step)));
        decoder.end();
        return seen.filter((each) => each instanceof Uint8Array);
      };
      expect(decode(random(5) + 1)).toEqual(decode(1));
      const body = stream.filter((byte) => byte !== 0x0b && byte !== 0x1c);
      expect(new MllpDecoder().push(frameMllp(body))).toEqual([body]);
    }
  });

  it('detect: an answer for anything', () => {
    everyRound(
      ['{"a":1}', 'MSH|^~\\&|A', 'a,b\n1,2\n', "UNA:+.? 'UNB+"],
      ['\u0000', '\uFEFF', '"', '\n', 'ISA*'],
      (source) => detect(source).length > 0,
    );
  });
});

function inChunks(
  source: Uint8Array,
  size: number,
  options: ConstructorParameters<typeof CsvReader>[0],
): Pick<CsvTable, 'rows' | 'problems'> {
  const reader = new CsvReader(options);
  const parts = [];
  for (let at = 0; at < source.length; at += size) parts.push(reader.push(source.subarray(at, at + size)));
  parts.push(reader.end());
  return { rows: parts.flatMap(({ rows }) => rows), problems: parts.flatMap(({ problems }) => problems) };
}
