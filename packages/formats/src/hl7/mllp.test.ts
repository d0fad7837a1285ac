import { describe, expect, it } from 'vitest';
import { frameMllp, MllpDecoder, type MllpMalformed, type MllpOptions } from './mllp.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (body: Uint8Array) => new TextDecoder().decode(body);

function decode(chunks: Uint8Array[], options: MllpOptions = {}) {
  const malformed: MllpMalformed[] = [];
  const decoder = new MllpDecoder({ ...options, onMalformed: (each) => malformed.push(each) });
  const frames = chunks.flatMap((chunk) => decoder.push(chunk));
  return {
    decoder,
    frames: frames.map(text),
    malformed,
    problems: malformed.map(({ problem, bytes: held }) => [problem, text(held)]),
  };
}

const ONE = 'MSH|^~\\&|A|B\rPID|1\r';
const TWO = 'MSH|^~\\&|C|D\r\nPV1|1\r\n';
const stream = bytes(`\v${ONE}\x1c\r\v${TWO}\x1c\r\n\v\x1c\r`);

describe('frames', () => {
  it('reads several frames of one chunk, bare CR and CRLF in bodies, and an empty body', () => {
    expect(decode([stream])).toMatchObject({ frames: [ONE, TWO, ''], problems: [] });
  });

  it('reads the same however the stream is cut in two, and byte by byte', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      expect(decode([stream.subarray(0, cut), stream.subarray(cut)])).toMatchObject({
        frames: [ONE, TWO, ''],
        problems: [],
      });
    }
    expect(decode(Array.from(stream, (byte) => Uint8Array.of(byte)))).toMatchObject({
      frames: [ONE, TWO, ''],
      problems: [],
    });
  });

  it('hands out copies', () => {
    const chunk = bytes('\vABC\x1c\r');
    const [frame] = new MllpDecoder().push(chunk);
    chunk.fill(0);
    expect(text(frame!)).toBe('ABC');
  });

  it('keeps an end byte that ends nothing as a byte of the body', () => {
    expect(decode([bytes('\vA\x1cB\x1c\x1c\r')]).frames).toEqual(['A\x1cB\x1c']);
  });

  it('takes a 5 MB frame in chunks of 64 bytes in linear time', () => {
    const body = new Uint8Array(5 * 1024 * 1024).fill(0x41);
    const framed = frameMllp(body);
    const decoder = new MllpDecoder();
    const started = performance.now();
    const frames: Uint8Array[] = [];
    for (let at = 0; at < framed.length; at += 64) frames.push(...decoder.push(framed.subarray(at, at + 64)));
    expect(frames).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(Buffer.compare(frames[0]!, body)).toBe(0);
  });

  it('takes a chunk of start bytes, or of end bytes, in linear time', () => {
    const started = performance.now();
    for (const byte of [0x0b, 0x1c]) decode([bytes('\v'), new Uint8Array(1024 * 1024).fill(byte)]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('malformed streams', () => {
  it('never joins a frame without end with the next one', () => {
    expect(decode([bytes(`\v${ONE}\v${TWO}\x1c\r`)])).toMatchObject({
      frames: [TWO],
      problems: [['missing_end', ONE]],
    });
  });

  it('takes an end byte without CR before the next frame and at the end of the connection', () => {
    const { decoder, malformed } = decode([bytes(`\v${ONE}\x1c\v${TWO}\x1c`)]);
    decoder.end();
    expect(malformed.map(({ problem, bytes: held }) => [problem, text(held)])).toEqual([
      ['missing_cr', ONE],
      ['missing_cr', TWO],
    ]);
  });

  it('hands over a body without start byte, so that it can be answered', () => {
    expect(decode([bytes(`${ONE}\x1c\r\v${TWO}\x1c\r`)])).toMatchObject({
      frames: [TWO],
      problems: [['missing_start', ONE]],
    });
  });

  it('leaves garbage behind and reads on', () => {
    expect(decode([bytes(`GET / HTTP/1.1\r\n\r\n\v${ONE}\x1c\r`)])).toMatchObject({
      frames: [ONE],
      problems: [['garbage', 'GET / HTTP/1.1\r\n\r\n']],
    });
  });

  it('stops at 64 KB of garbage and keeps only its head', () => {
    const { decoder, malformed } = decode([new Uint8Array(65_536).fill(0x58), bytes(`\v${ONE}\x1c\r`)]);
    expect(malformed.map(({ problem, stopped, bytes: held }) => [problem, stopped, held.length])).toEqual([
      ['garbage_limit', true, 4096],
    ]);
    expect(decoder.stopped).toBe(true);
    expect(decoder.push(stream)).toEqual([]);
  });

  it('stops at a frame above the limit, whole or not', () => {
    expect(decode([bytes(`\v${'A'.repeat(101)}\x1c\r`)], { maxFrame: 100 }).malformed).toMatchObject([
      { problem: 'size_limit', stopped: true },
    ]);
    expect(decode([bytes(`\v${'A'.repeat(100)}\x1c\r`)], { maxFrame: 100 }).frames).toHaveLength(1);
  });

  it('says at the end of the connection what was left unfinished', () => {
    const { decoder, malformed } = decode([bytes(`\v${ONE}`)]);
    expect(decoder.pending).toBe(ONE.length);
    decoder.end();
    expect(malformed).toMatchObject([{ problem: 'missing_end' }]);
  });
});

describe('frameMllp', () => {
  it('frames, and refuses a body that would cut the frame in two', () => {
    expect(text(frameMllp(bytes('A\r')))).toBe('\vA\r\x1c\r');
    for (const body of ['A\vB', 'A\x1c\rB', 'A\x1c']) {
      expect(() => frameMllp(bytes(body))).toThrow(
        expect.objectContaining({ code: 'mllp_unframable', position: { offset: 1 } }),
      );
    }
  });
});
