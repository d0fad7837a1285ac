import { describe, expect, it } from 'vitest';
import { encodeText } from '../text/encode.ts';
import { acknowledge, isAck } from './ack.ts';
import { parseHl7 } from './parse.ts';
import { pick } from './path.ts';

const at = new Date('2026-03-14T09:26:53.123Z');
const ok = { code: 'AA', controlId: 'ACK1', at } as const;
const bad = {
  code: 'AE',
  controlId: 'ACK2',
  at,
  text: 'Not taken',
  error: { location: 'PID-3[2].4', code: '101', sentence: 'PID-3.4 is missing | look.' },
} as const;
const message = (version: string, rest = '') =>
  `MSH|^~\\&|OR|STANNE|ERP|HQ|20260314||DFT^P03^DFT_P03|MSG1|P^T|${version}${rest}\rPID|1\r`;

describe('acknowledge', () => {
  it('answers with swapped parties, own control id, and the version and processing id of the message', () => {
    expect(acknowledge(parseHl7(message('2.5.1')), ok)).toBe(
      'MSH|^~\\&|ERP|HQ|OR|STANNE|20260314092653+0000||ACK^P03^ACK|ACK1|P^T|2.5.1\rMSA|AA|MSG1\r',
    );
  });

  it('says what is wrong in the form of the version', () => {
    const err = (version: string) => acknowledge(message(version), bad)?.split('\r').slice(1, 3);
    expect(err('2.5.1')).toEqual([
      'MSA|AE|MSG1|Not taken',
      'ERR||PID^1^3^2^4|101^Required field missing^HL70357|E||||PID-3.4 is missing \\F\\ look.',
    ]);
    expect(err('2.8')).toEqual([
      'MSA|AE|MSG1',
      'ERR||PID^1^3^2^4|101^Required field missing^HL70357|E||||PID-3.4 is missing \\F\\ look.',
    ]);
    expect(err('2.3')).toEqual(['MSA|AE|MSG1|Not taken', 'ERR|PID^1^3^101&Required field missing&HL70357']);
    expect(err('2.2')).toEqual(['MSA|AE|MSG1|Not taken', 'ERR|PID^1^3^101']);
  });

  it('types itself as the version does', () => {
    const type = (version: string) => acknowledge(message(version), ok)?.split('|')[8];
    expect(['2.1', '2.2', '2.3', '2.3.1', '2.5', '1.0', 'x', ''].map(type)).toEqual([
      'ACK',
      'ACK^P03',
      'ACK^P03',
      'ACK^P03^ACK',
      'ACK^P03^ACK',
      'ACK',
      'ACK^P03^ACK',
      'ACK^P03^ACK',
    ]);
  });

  it('carries our own codes beside the nearest of HL7', () => {
    const error = { location: 'OBX[2]', code: 'constructor', sentence: 'No.' };
    const ack = parseHl7(acknowledge(message('2.6'), { ...bad, code: 'AR', error })!);
    expect(['ERR-2.1', 'ERR-2.2', 'ERR-2.3', 'ERR-3.1', 'ERR-5.1'].map((path) => pick(ack, path))).toEqual([
      'OBX',
      '2',
      undefined,
      '207',
      'constructor',
    ]);
    const place = parseHl7(
      acknowledge(message('2.6'), { ...bad, error: { ...error, code: 'hl7_bad_segment', location: 'line 3' } })!,
    );
    expect(['ERR-2.1', 'ERR-3.1'].map((path) => pick(place, path))).toEqual([undefined, '100']);
  });

  it('speaks with the delimiters of the message, and the standard ones where those cannot carry an answer', () => {
    expect(acknowledge('MSH#!@%*#OR#ST!X#ERP#HQ###ADT!A01#M#1#P#2.5\r', { ...ok, text: 'a#b|c' })).toBe(
      'MSH#!@%*#ERP#HQ#OR#ST!X#20260314092653+0000##ACK!A01!ACK#ACK1#1#P\rMSA#AA#M#a%F%b|c\r',
    );
    expect(acknowledge('MSH|&&&&|OR|ST|ERP|HQ|||ADT|M1|P|2.5\r', bad)).toContain('MSH|^~\\&|ERP|HQ|OR|ST|');
    expect(acknowledge('MSH|^~|OR|ST|ERP|HQ|||ADT^A01|M1|P|2.5\r', bad)).toContain('PID-3.4 is missing \\F\\ look.');
  });

  it.each([
    ['a line that is no segment', `${message('2.5')}\r???\r`],
    ['bytes that are no text', Uint8Array.from([...new TextEncoder().encode(message('2.5')), 0xff, 0xfe])],
    ['Latin-1 nobody declared', encodeText(message('2.5').replace('STANNE', 'SÃO'), { charset: '8859/1' })],
    [
      'a mark before bytes that are no text',
      Uint8Array.from([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(message('2.5')), 0xff]),
    ],
    ['a long body cut inside a character', new TextEncoder().encode(`${message('2.5')}NTE|1||${'€'.repeat(4000)}`)],
    ['UTF-16', encodeText(message('2.5'), { charset: 'utf-16be', bom: true })],
    ['a mark', `\uFEFF${message('2.5')}`],
    ['frame bytes in front', `\v${message('2.5')}`],
    ['a batch around it', `FHS|^~\\&\rBHS|^~\\&\r${message('2.5')}`],
    ['an unknown version', message('9.9')],
    ['another message behind', message('2.5') + message('2.5')],
  ])('reads MSH-10 of a message with %s', (_, source) => {
    expect(pick(parseHl7(acknowledge(source, { ...bad, code: 'AR' })!), 'MSA-2')).toBe('MSG1');
  });

  it('answers a message without MSH-10, and cannot answer what has no MSH', () => {
    expect(acknowledge('MSH|^~\\&|OR\r', { ...bad, code: 'AR' })).toContain('\rMSA|AR||Not taken\r');
    for (const source of ['', 'GET / HTTP/1.1', 'xMSHx', 'PID|1\r', new Uint8Array(70_000)])
      expect(acknowledge(source, bad)).toBeUndefined();
  });

  it('cannot be made to write another segment by what it echoes', () => {
    const ack = acknowledge('MSH|^~\\&|A\\X0D\\PID|B|C|D|||ADT^A01|1\\X0D\\2|P|2.5\r', {
      ...bad,
      text: 'x\rPID|evil',
      controlId: 'a|b',
    })!;
    expect(parseHl7(ack).segments.map(({ id }) => id)).toEqual(['MSH', 'MSA', 'ERR']);
  });
});

describe('isAck', () => {
  it.each([
    ['MSH|^~\\&|A|B|C|D|||ACK^P03^ACK|1|P|2.5\rMSA|AA|9\r', true],
    ['MSH|^~\\&|A|B|C|D|||ACK|1|P|2.1\rMSA|AE|9\r', true],
    ['MSH|^~\\&|A|B|C|D|||MCF|1|P|2.2\r', true],
    ['MSH|^~\\&|A|B|C|D||||1|P|2.5\rMSA|AA|9\r', true],
    ['MSH|^~\\&|A|B|C|D|||RSP^K22|1|P|2.5\rMSA|AA|9\r', false],
    [message('2.5'), false],
    ['', false],
  ])('%j: %s, as text, bytes and tree, and never answered', (source, expected) => {
    expect(isAck(source)).toBe(expected);
    expect(isAck(new TextEncoder().encode(source))).toBe(expected);
    if (source) expect(isAck(parseHl7(source))).toBe(expected);
    if (expected) expect(acknowledge(source, ok)).toBeUndefined();
  });
});
