import { describe, expect, it } from 'vitest';
import { charsetOf } from './charset.ts';
import { decodeText } from './decode.ts';
import { encodeText } from './encode.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('decodeText', () => {
  it.each([
    ['utf-8 without a mark', bytes(0xc3, 0xa9), undefined, 'é'],
    ['utf-8 with a mark', bytes(0xef, 0xbb, 0xbf, 0x41), undefined, 'A'],
    ['utf-16le by its mark', bytes(0xff, 0xfe, 0x41, 0x00), 'ASCII', 'A'],
    ['utf-16be by its mark', bytes(0xfe, 0xff, 0x00, 0x41), undefined, 'A'],
    ['8859/1', bytes(0x41, 0x80, 0xe9), '8859/1', 'A\u0080é'],
    ['windows-1252', bytes(0x80, 0xe9), 'windows-1252', '€é'],
    ['8859/15', bytes(0xa4), '8859/15', '€'],
    ['8859/2', bytes(0xb1), 'ISO-8859-2', 'ą'],
    ['8859/9 keeps C1', bytes(0x80, 0xf0), '8859/9', '\u0080ğ'],
  ])('reads %s', (_, source, charset, text) => {
    expect(decodeText(source, { charset })).toBe(text);
  });

  it.each([
    ['a bare Latin-1 byte', bytes(0x41, 0xe9, 0x42), undefined, 1],
    ['an overlong form', bytes(0x41, 0x41, 0xc0, 0x80), undefined, 2],
    ['a surrogate in UTF-8', bytes(0xed, 0xa0, 0x80), undefined, 0],
    ['a cut character', bytes(0x41, 0xe2, 0x82), undefined, 1],
    ['beyond U+10FFFF', bytes(0xf4, 0x90, 0x80, 0x80), undefined, 0],
    ['behind a mark', bytes(0xef, 0xbb, 0xbf, 0xff), undefined, 3],
    ['an unpaired UTF-16 surrogate', bytes(0xff, 0xfe, 0x41, 0, 0x00, 0xd8), undefined, 4],
    ['an odd UTF-16 byte', bytes(0xff, 0xfe, 0x41, 0, 0x42), undefined, 4],
    ['a high byte in ASCII', bytes(0x41, 0x80), 'ASCII', 1],
    ['an undefined windows-1252 byte', bytes(0x81), 'cp1252', 0],
  ])('refuses %s where it stands', (_, source, charset, offset) => {
    expect(() => decodeText(source, { charset })).toThrow(
      expect.objectContaining({ code: 'encoding', position: { offset } }),
    );
  });

  it('refuses a character set it cannot keep', () => {
    expect(() => decodeText(bytes(0x41), { charset: 'ISO IR87' })).toThrow(
      expect.objectContaining({ code: 'charset_unsupported' }),
    );
  });
});

describe('encodeText', () => {
  it.each(['iso-8859-1', 'iso-8859-2', 'iso-8859-5', 'iso-8859-9', 'iso-8859-15', 'windows-1252', 'us-ascii'])(
    'gives back every byte of %s',
    (charset) => {
      const whole = Uint8Array.from({ length: 256 }, (_, i) => i).filter((byte) => {
        try {
          return decodeText(bytes(byte), { charset }) !== '';
        } catch {
          return false;
        }
      });
      expect(whole.length).toBeGreaterThanOrEqual(charset === 'us-ascii' ? 128 : 251);
      expect(encodeText(decodeText(whole, { charset }), { charset })).toEqual(whole);
    },
  );

  it('writes marks and both orders of UTF-16', () => {
    expect(encodeText('A', { charset: 'utf-8', bom: true })).toEqual(bytes(0xef, 0xbb, 0xbf, 0x41));
    expect(encodeText('A', { charset: 'utf-16be', bom: true })).toEqual(bytes(0xfe, 0xff, 0, 0x41));
    expect(encodeText('😀', { charset: 'utf-16le' })).toEqual(bytes(0x3d, 0xd8, 0x00, 0xde));
  });

  it.each([
    ['a€', 'iso-8859-1'],
    ['aé', 'us-ascii'],
    ['a\ud800', 'utf-8'],
    ['a\udc00', 'utf-16le'],
  ])('refuses %j in %s rather than writing a substitute', (text, charset) => {
    expect(() => encodeText(text, { charset })).toThrow(
      expect.objectContaining({ code: 'encoding', position: { offset: 1 } }),
    );
  });
});

it('knows the names of HL7 table 0211 and of the web', () => {
  expect(['8859/1', 'UNICODE UTF-8', 'ASCII', 'ISO-8859-1', 'utf8', 'Windows-1252'].map(charsetOf)).toEqual([
    'iso-8859-1',
    'utf-8',
    'us-ascii',
    'iso-8859-1',
    'utf-8',
    'windows-1252',
  ]);
});
