import { describe, expect, it } from 'vitest';
import { encodeText } from '../text/encode.ts';
import { buildHl7, buildHl7Bytes } from './build.ts';
import { parseHl7 } from './parse.ts';
import type { Hl7Message } from './tree.ts';

const MSH = 'MSH|^~\\&|OR|STANNE|ERP|HQ|20260314092653||DFT^P03^DFT_P03|MSG00001|P|2.5.1';
const bytes = (text: string) => new TextEncoder().encode(text);
const overJson = (message: Hl7Message) => JSON.parse(JSON.stringify(message)) as Hl7Message;

describe('the tree', () => {
  it('is plain JSON: fields of repetitions of components, absent parts without a key', () => {
    const text = `${MSH}\rPID|1||12345^^^HOSP&2.16.840&ISO^MR~777||DOE^JANE||""|\rZSU|IMP-44120^2\r`;
    const { segments } = parseHl7(text);
    expect(segments[0]).toMatchObject({
      id: 'MSH',
      f1: [{ c1: '|' }],
      f2: [{ c1: '^~\\&' }],
      f9: [{ c1: 'DFT', c2: 'P03', c3: 'DFT_P03' }],
    });
    expect(segments[1]).toEqual({
      id: 'PID',
      f1: [{ c1: '1' }],
      f3: [{ c1: '12345', c4: { s1: 'HOSP', s2: '2.16.840', s3: 'ISO' }, c5: 'MR' }, { c1: '777' }],
      f5: [{ c1: 'DOE', c2: 'JANE' }],
      f7: [{ c1: '""' }],
    });
    expect(segments[2]).toEqual({ id: 'ZSU', f1: [{ c1: 'IMP-44120', c2: '2' }] });
  });

  it('keeps no content beside the segments, so that taking a field out takes it out', () => {
    const message = parseHl7(`${MSH}\rPID|1||SECRET1^^^^||SEC\\X0D0A\\RET2&&^X\\Y\\Z||\r\r\n`);
    expect(message.encoding?.exact).toBeDefined();
    expect(JSON.stringify(message.encoding)).not.toMatch(/SECRET1|SEC|RET2|HOSP/);
  });
});

describe('round trip', () => {
  const odd: [string, string][] = [
    ['nothing but MSH', MSH],
    ['MSH with delimiters only', 'MSH|^~\\&'],
    ['MSH with one trailing field', 'MSH|^~\\&|'],
    ['trailing empty fields', `${MSH}|||\rPID|1||||\r`],
    ['a segment without fields, with and without separator', `${MSH}\rZZZ\rZZY|\rZZX||\r`],
    ['empty parts everywhere', `${MSH}\rPID|^^^|~|~~|&|^&&|a&|&b|a^|^a&|a~|~a|^~^|&~&&|""|^""&\r`],
    ['CR, LF and CRLF mixed', `${MSH}\r\nPID|1\nPV1|1\rZZZ\r\n\r\n\n`],
    ['LF only, last line open', `${MSH}\nPID|1`],
    ['blank lines between and around', `\r\n ${MSH}\r\n\r\n \t\r\nPID|1\r\n  `],
    ['LF inside a field of a CR message', `${MSH}\rOBX|1|TX|||line one\nline two\n\nPIDGIN|\r`],
    ['LF before a segment of a CR message', `${MSH}\rPID|1\nPV1|1\r`],
    [
      'every escape',
      `${MSH}\rNTE|1||\\F\\\\S\\\\T\\\\R\\\\E\\ \\.br\\ \\.sp+3\\ \\.in-2\\ \\H\\bold\\N\\ \\X41\\ \\X0d0a\\ \\XE9\\ \\C2842\\ \\M2442\\ \\Zlocal\\\r`,
    ],
    ['escapes that are none', `${MSH}\rNTE|1||C:\\temp\\new \\Q\\ \\ \\\\ \\X4\\ \\X\\ \\XZZ\\ \\e\\ \\|\\^\\~\\&\\\r`],
    ['an escape without end', `${MSH}\rNTE|1||text \\X0D\rNTE|2||\\`],
    ['an escaped escape that looks like formatting', `${MSH}\rNTE|1||\\E\\H\\E\\ \\E\\.br\\E\\ \\E\\X41\\E\\\r`],
    ['control characters', `${MSH}\rNTE|1||\u0000 \u0001 \t \u001c \u007f \u0085\r`],
    ['other delimiters', 'MSH#!@%*#OR#X\rPID#1##1!2*3@4##%F%%S%%T%%R%%E% |^~\\&\r'],
    ['a truncation character', 'MSH|^~\\&#|OR|X\rOBX|1|TX|||cut of# and \\P\\ and Apt #4|#|\r'],
    ['no subcomponents', 'MSH|^~\\|OR|X\rPID|1||a&b^\\T\\^\\F\\\r'],
    ['no escape character', 'MSH|^~|OR|X\rPID|1||a\\b&c~d^e\u0001\r'],
    ['components only', 'MSH|^|OR|X\rPID|1||a~b^c\\&d\r'],
    ['characters beyond the BMP', `${MSH}\rPID|1||😀^é\ud83d\r`],
  ];
  it.each(odd)('gives back %s', (_, text) => {
    expect(buildHl7(parseHl7(text))).toBe(text);
    expect(buildHl7(overJson(parseHl7(text)))).toBe(text);
    expect(parseHl7(buildHl7(parseHl7(text)))).toEqual(parseHl7(text));
  });

  it('gives back a 5 MB field', () => {
    const text = `${MSH}\rOBX|1|ED|||^application^pdf^Base64^${'QUJD'.repeat(1_310_720)}\r`;
    const started = performance.now();
    expect(buildHl7(parseHl7(text)) === text).toBe(true);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('stays linear over lines without field separators', () => {
    const text = `${MSH}\r${'ZZZ\r'.repeat(200_000)}`;
    const started = performance.now();
    expect(parseHl7(text).segments).toHaveLength(200_001);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('text values', () => {
  const value = (raw: string) => parseHl7(`${MSH}\rNTE|1||${raw}\r`).segments[1]!.f3?.[0]?.c1;
  it.each([
    ['A\\F\\B', 'A|B'],
    ['A\\S\\B\\T\\C\\R\\D\\E\\E', 'A^B&C~D\\E'],
    ['a\\X0D0A\\b', 'a\r\nb'],
    ['\\.br\\', '\\.br\\'],
    ['\\H\\x\\N\\', '\\H\\x\\N\\'],
    ['\\XE9\\', '\\XE9\\'],
    ['C:\\temp', 'C:\\temp'],
    ['\\X0', '\\X0'],
  ])('%s means %j', (raw, text) => {
    expect(value(raw)).toBe(text);
  });
});

describe('changed and new trees', () => {
  const made = (field: unknown) => ({ segments: [{ id: 'MSH' }, { id: 'NTE', f3: field }] }) as unknown as Hl7Message;
  const nte = (field: unknown) => buildHl7(made(field)).split('\r')[1];

  it('escapes what would break the message', () => {
    expect(nte([{ c1: 'a|b^c&d~e\\f' }])).toBe('NTE|||a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f');
    expect(nte([{ c1: 'x\rPID|evil\n\u0000' }])).toBe('NTE|||x\\X0D\\PID\\F\\evil\\X0A\\\\X00\\');
    expect(nte([{ c1: '\\.br\\ and \\H\\' }])).toBe('NTE|||\\.br\\ and \\H\\');
  });

  it('takes what mappings make: text, numbers, one repetition, nothing', () => {
    expect(
      ['x', 7, true, { c2: 'y' }, null, [], [{}], ['a', { c1: 'b' }, 3], [{ c1: { s2: 1 }, c3: null }]].map(nte),
    ).toEqual([
      'NTE|||x',
      'NTE|||7',
      'NTE|||true',
      'NTE|||^y',
      'NTE|||',
      'NTE|||',
      'NTE|||',
      'NTE|||a~b~3',
      'NTE|||&1^^',
    ]);
  });

  it('keeps how the sender wrote the rest when one value changes', () => {
    const message = parseHl7(`${MSH}\r\nPID|1||12^^^^||DOE^\\X41\\||\r\nNTE|1||C:\\x\r\n`);
    message.segments[1]!.f5 = [{ c1: 'ROE', c2: 'B' }];
    message.segments[2]!.f3 = [{ c1: 'D:\\y' }];
    expect(buildHl7(message)).toBe(`${MSH}\r\nPID|1||12^^^^||ROE^B||\r\nNTE|1||D:\\y\r\n`);
    message.segments[2]!.f3 = [{ c1: 'no drive \\' }];
    expect(buildHl7(message)).toContain('no drive \\E\\');
  });

  it('writes a new segment behind an unterminated last one on its own line', () => {
    const message = parseHl7(`${MSH}\rPID|1`);
    message.segments.push({ id: 'NTE', f1: [{ c1: '1' }] });
    expect(buildHl7(message)).toBe(`${MSH}\rPID|1\rNTE|1\r`);
  });

  it('re-escapes for other delimiters', () => {
    const message = parseHl7(`${MSH}\rNTE|1||a\\F\\b#c\r`);
    message.segments[0]!.f1 = [{ c1: '#' }];
    expect(buildHl7(message)).toContain('NTE#1##a|b\\F\\c\r');
  });

  it('cannot be talked into writing a delimiter bare by forged encoding', () => {
    const message = parseHl7(`${MSH}\rNTE|1||a\r`);
    const spellings = {
      '3[1].1': [
        [1, '|'],
        [2, '\r'],
      ] as [number, string][],
    };
    message.encoding!.exact = { '1': { id: 'NTE', end: 'PID|x', counts: { '': 1e9 }, spellings } };
    message.segments[1]!.f3 = [{ c1: 'a|\rb' }];
    expect(buildHl7(message)).toBe(`${MSH}\rNTE|1||a\\F\\\\X0D\\b\r`);
  });

  it.each([
    [{ segments: [] }, 'hl7_no_msh'],
    [{}, 'hl7_no_msh'],
    [{ segments: [{ id: 'MSH' }, {}] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, null] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, { id: 'pid' }] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, { id: 'MSH' }] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, { id: 'PID', f0: 'x' }] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, { id: 'PID', f10001: 'x' }] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, { id: 'PID', name: 'x' }] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, { id: 'PID', f1: [{ family: 'x' }] }] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, { id: 'PID', f1: [{ c1: { s1: { t1: 'x' } } }] }] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, { id: 'PID', f1: [[['x']]] }] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH' }, { id: 'PID', f1: Number.NaN }] }, 'hl7_bad_tree'],
    [{ segments: [{ id: 'MSH', f2: '^^~\\' }] }, 'hl7_bad_delimiters'],
    [
      {
        segments: [
          { id: 'MSH', f2: '^~' },
          { id: 'PID', f1: 'a|b' },
        ],
      },
      'hl7_unwritable',
    ],
    [
      {
        segments: [
          { id: 'MSH', f2: '^' },
          { id: 'PID', f1: ['a', 'b'] },
        ],
      },
      'hl7_unwritable',
    ],
  ])('refuses %j', (tree, code) => {
    expect(() => buildHl7(tree as unknown as Hl7Message)).toThrow(expect.objectContaining({ code }));
  });
});

describe('refusals', () => {
  it.each([
    ['nothing', '', 'hl7_no_msh', 0],
    ['text', 'Dear colleague', 'hl7_no_msh', 0],
    ['a segment before MSH', `PID|1\r${MSH}`, 'hl7_no_msh', 0],
    ['MSH in the middle', `${MSH}\rPID|1\r${MSH}\r`, 'hl7_several_messages', MSH.length + 7],
    ['a batch', `BHS|^~\\&\r${MSH}\rBTS|1\r`, 'hl7_batch', 0],
    ['a batch trailer', `${MSH}\rBTS|1\r`, 'hl7_batch', MSH.length + 1],
    ['equal delimiters', 'MSH|&&&&|A', 'hl7_bad_delimiters', 5],
    ['the field separator again', 'MSH|', 'hl7_bad_delimiters', 3],
    ['a letter as delimiter', 'MSH|^~x&|A', 'hl7_bad_delimiters', 6],
    ['a quote as delimiter', 'MSH|^~"&|A', 'hl7_bad_delimiters', 6],
    ['MSH-2 too long', 'MSH|^~\\&#$|A', 'hl7_bad_delimiters', 3],
    ['MSH cut short', 'MSH', 'hl7_bad_delimiters', 3],
    ['a line that is no segment', `${MSH}\nsecond line of a note\n`, 'hl7_bad_segment', MSH.length + 1],
    ['a segment without id', `${MSH}\r|||\r`, 'hl7_bad_segment', MSH.length + 1],
    ['lower case', `${MSH}\rpid|1\r`, 'hl7_bad_segment', MSH.length + 1],
    ['frame bytes', `${MSH}\r\x1c\r`, 'hl7_bad_segment', MSH.length + 1],
    ['too many fields', `${MSH}\rZZZ${'|'.repeat(10_001)}`, 'hl7_part_limit', MSH.length + 1 + 3 + 10_001],
    ['too many components', `${MSH}\rZZZ|${'^'.repeat(10_000)}`, 'hl7_part_limit', MSH.length + 5],
  ])('names the place of %s', (_, text, code, offset) => {
    expect(() => parseHl7(text)).toThrow(
      expect.objectContaining({ code, position: expect.objectContaining({ offset }) }),
    );
    expect(() => parseHl7(bytes(text))).toThrow(expect.objectContaining({ code }));
  });

  it('quotes nothing of the message', () => {
    try {
      parseHl7(`${MSH}\nDOE^JANE has a note\n`);
    } catch (error) {
      expect(String(error)).not.toMatch(/DOE|JANE/);
    }
    expect.assertions(1);
  });

  it('refuses a message above the size', () => {
    expect(() => parseHl7(bytes(MSH), { maxBytes: 10 })).toThrow(expect.objectContaining({ code: 'size_limit' }));
  });

  it('leaves unknown versions and a missing MSH-10 to who answers', () => {
    expect(parseHl7('MSH|^~\\&|A|B|C|D|||ADT^A01||P|1.0\r').segments[0]).not.toHaveProperty('f10');
  });
});

describe('character sets', () => {
  const message = (charset: string, name: string) => `${MSH}||||||${charset}\rPID|1||||${name}\r`;
  const roundTrip = (source: Uint8Array, options = {}) => {
    const parsed = parseHl7(source, options);
    expect(buildHl7Bytes(overJson(parsed))).toEqual(source);
    return parsed;
  };
  const name = (parsed: Hl7Message) => parsed.segments[1]!.f5?.[0]?.c1;

  it.each([
    ['UNICODE UTF-8', 'utf-8'],
    ['', 'utf-8'],
    ['8859/1', 'iso-8859-1'],
    ['8859/1~UNICODE UTF-8', 'iso-8859-1'],
    ['8859/15', 'iso-8859-15'],
  ])('reads what MSH-18 %j declares', (declared, charset) => {
    const source = encodeText(message(declared, 'MÜLLER'), { charset });
    const parsed = roundTrip(source);
    expect(name(parsed)).toBe('MÜLLER');
    expect(parsed.encoding).not.toHaveProperty('charset');
  });

  it('lets a byte order mark overrule it', () => {
    for (const charset of ['utf-8', 'utf-16le', 'utf-16be']) {
      expect(name(roundTrip(encodeText(message('8859/1', 'MÜLLER'), { charset, bom: true })))).toBe('MÜLLER');
    }
  });

  it('lets the configuration overrule a wrong declaration', () => {
    const source = encodeText(message('ASCII', 'MÜLLER€'), { charset: 'windows-1252' });
    expect(() => parseHl7(source)).toThrow(
      expect.objectContaining({ code: 'encoding', position: { offset: source.indexOf(0xdc) } }),
    );
    expect(name(roundTrip(source, { charset: 'windows-1252' }))).toBe('MÜLLER€');
  });

  it('refuses undeclared Latin-1 and sets it cannot keep', () => {
    expect(() => parseHl7(encodeText(message('', 'MÜLLER'), { charset: '8859/1' }))).toThrow(
      expect.objectContaining({ code: 'encoding' }),
    );
    expect(() => parseHl7(bytes(message('ISO IR87', 'A')))).toThrow(
      expect.objectContaining({ code: 'charset_unsupported' }),
    );
  });

  it('refuses to write a character that the declared set does not have', () => {
    const parsed = parseHl7(bytes(message('ASCII', 'A')));
    parsed.segments[1]!.f5 = [{ c1: 'É' }];
    expect(() => buildHl7Bytes(parsed)).toThrow(expect.objectContaining({ code: 'encoding' }));
  });
});
