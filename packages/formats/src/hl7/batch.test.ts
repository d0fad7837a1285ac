import { describe, expect, it } from 'vitest';
import { encodeText } from '../text/encode.ts';
import { splitHl7Batch } from './batch.ts';
import { parseHl7 } from './parse.ts';
import { pick } from './path.ts';

const one = (id: number) => `MSH|^~\\&|A|B|C|D|2026||ADT^A04|M${id}|P|2.5\rEVN|A04\rPID|${id}\r`;
const FHS = 'FHS|^~\\&|A|B\r';
const BHS = 'BHS|^~\\&|A|B\r';
const utf8 = new TextEncoder();

function pieces(source: string) {
  const batch = splitHl7Batch(source);
  const all = [...batch.messages, ...batch.envelope, ...batch.strays].sort((a, b) => a.offset - b.offset);
  expect(all.map((piece) => piece.source).join('')).toBe(source.trim() === '' ? '' : source);
  return {
    ids: batch.messages.map((piece) => pick(parseHl7(piece.source), 'MSH-10')),
    codes: batch.problems.map(({ code }) => code),
    batch,
  };
}

describe('splitHl7Batch', () => {
  it.each([
    ['a file of two batches', `${FHS}${BHS}${one(1)}${one(2)}BTS|2\r${BHS}${one(3)}BTS|1\rFTS|2\r`, ['M1', 'M2', 'M3']],
    ['messages without headers', one(1) + one(2), ['M1', 'M2']],
    ['one message', one(1), ['M1']],
    ['a batch without trailer', BHS + one(1), ['M1']],
    ['trailers without counts', `${BHS}${one(1)}BTS\rFTS|\r`, ['M1']],
    [
      'blank lines and LF',
      `\n\n${one(1).replaceAll('\r', '\n')}\n\n${one(2).replaceAll('\r', '\r\n')}\r\n`,
      ['M1', 'M2'],
    ],
  ])('cuts %s', (_, source, ids) => {
    expect(pieces(source)).toMatchObject({ ids, codes: [] });
  });

  it('cuts bytes like text, with byte offsets, and keeps the mark with the first piece', () => {
    const source = utf8.encode(`\uFEFF${one(1)}NTE|1||é\r${one(2)}`);
    const { messages } = splitHl7Batch(source);
    expect(messages.map(({ offset, line }) => [offset, line])).toEqual([
      [0, 1],
      [source.length - one(2).length, 5],
    ]);
    expect(messages.map((piece) => pick(parseHl7(piece.source), 'MSH-10'))).toEqual(['M1', 'M2']);
  });

  it('cuts UTF-16 into pieces that say so', () => {
    const { messages } = splitHl7Batch(encodeText(one(1) + one(2), { charset: 'utf-16le', bom: true }));
    expect(messages.map((piece) => pick(parseHl7(piece.source), 'PID-1'))).toEqual(['1', '2']);
    expect(messages[1]!.offset).toBe(2 + one(1).length * 2);
  });

  it.each([
    [
      'segments behind a header',
      `${BHS}EVN|A04\rPID|1\rBTS|1\r`,
      [],
      ['hl7_stray_segment', 'hl7_batch_count', 'hl7_no_msh'],
    ],
    ['a header inside a message', `${BHS}${one(1)}${BHS}PID|1\rBTS|0\r`, ['M1'], ['hl7_stray_segment']],
    ['a wrong message count', `${BHS}${one(1)}BTS|2\r`, ['M1'], ['hl7_batch_count']],
    ['a wrong batch count', `${FHS}${BHS}${one(1)}BTS|1\rFTS|3\r`, ['M1'], ['hl7_batch_count']],
    ['something else first', `hello\r${one(1)}`, ['M1'], ['hl7_stray_segment']],
    ['nothing', '', [], ['hl7_no_msh']],
    ['no message at all', 'hello\rworld\r', [], ['hl7_stray_segment', 'hl7_no_msh']],
  ])('reports %s and loses nothing', (_, source, ids, codes) => {
    expect(pieces(source)).toMatchObject({ ids, codes });
  });

  it('leaves a bad message to its own parsing: 3 bad of 5,000 are 3', () => {
    const bad = new Set([7, 2500, 4999]);
    const source = Array.from({ length: 5000 }, (_, i) => (bad.has(i) ? `MSH|^~^&|A\rPID|${i}\r` : one(i))).join('');
    const outcomes = splitHl7Batch(utf8.encode(source)).messages.map((piece) => {
      try {
        return pick(parseHl7(piece.source), 'MSH-10');
      } catch {
        return undefined;
      }
    });
    expect(outcomes.length).toBe(5000);
    expect(outcomes.flatMap((id, i) => (id === undefined ? [i] : []))).toEqual([...bad]);
  });
});
