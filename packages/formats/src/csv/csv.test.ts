import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../text/encode.ts';
import type { CsvOptions, CsvPart } from './options.ts';
import { parseCsv } from './parse.ts';
import { CsvReader } from './reader.ts';
import { sniffDelimiter } from './sniff.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const cells = (text: string, options: CsvOptions = {}) =>
  parseCsv(text, { header: false, delimiter: ',', ragged: 'keep', ...options }).rows.map((row) => row.cells);

describe('cells', () => {
  it.each([
    [
      'plain',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'without a last line end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CR alone',
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'quotes, doubled quotes, line breaks in quotes',
      '"a ""x""","b\r\nc"\r\nd,e',
      [
        ['a "x"', 'b\r\nc'],
        ['d', 'e'],
      ],
    ],
    ['empty cells, quoted and not', ',"",\n""\n', [['', '', ''], ['']]],
    [
      'blank lines',
      '\n\na,b\n\r\n\nc,d\n\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'inches and feet',
      'tube 1/2" x 6\',12\nneedle 25G 5/8",9\n',
      [
        ['tube 1/2" x 6\'', '12'],
        ['needle 25G 5/8"', '9'],
      ],
    ],
    ['a blank before a quote', 'a, "b"\n', [['a', ' "b"']]],
    ['a last quoted cell without line end', 'a,"b"', [['a', 'b']]],
    ['nothing', '', []],
    ['a mark', '\uFEFFa,b', [['a', 'b']]],
    ['other quotes', "'a,b',c", [['a,b', 'c']], { quote: "'" }],
    [
      'comments',
      '# all items\na,b\n#x,y\r\nc,d#\n#',
      [
        ['a', 'b'],
        ['c', 'd#'],
      ],
      { comment: '#' },
    ],
    ['tabs', 'a\tb,c', [['a', 'b,c']], { delimiter: '\t' }],
  ] as [string, string, string[][], CsvOptions?][])('reads %s', (_, text, expected, options) => {
    expect(cells(text, options)).toEqual(expected);
  });

  it('reads the same however the file arrives', () => {
    const text = '\uFEFFid;name;note\r\n1;"Müller; A.";"x\r\n""y"""\n\n2;Ç;\r3;"";z\r\nbad;row\r\n4;"open\n5;b;c';
    const options = { delimiter: ';' };
    const whole = parseCsv(bytes(text), options);
    expect(whole.rows.map(({ record }) => record?.['name'])).toEqual(['Müller; A.', 'Ç', '', 'b']);
    for (let size = 1; size < 12; size++) {
      const reader = new CsvReader(options);
      const parts: CsvPart[] = [];
      for (let at = 0; at < bytes(text).length; at += size)
        parts.push(reader.push(bytes(text).subarray(at, at + size)));
      parts.push(reader.end());
      expect(parts.flatMap(({ rows }) => rows)).toEqual(whole.rows);
      expect(parts.flatMap(({ problems }) => problems)).toEqual(whole.problems);
    }
  });
});

describe('places', () => {
  it('counts lines over line breaks in quotes and gives byte offsets that a reader can begin at again', () => {
    const source = bytes('\uFEFFid,note\r\n1,"é\r\nx"\n2,ü\n\n3,z\n');
    const { rows } = parseCsv(source);
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 6]);
    for (const { offset, cells: expected } of rows) {
      expect(
        parseCsv(source.subarray(offset), { header: false, ragged: 'keep', delimiter: ',' }).rows[0]!.cells,
      ).toEqual(expected);
    }
  });

  it('counts two bytes a unit in UTF-16', () => {
    const source = encodeText('a,b\n1,é\n2,ü\n', { charset: 'utf-16le', bom: true });
    expect(parseCsv(source).rows.map(({ offset, cells: [, b] }) => [offset, b])).toEqual([
      [10, 'é'],
      [18, 'ü'],
    ]);
  });
});

describe('bad rows', () => {
  const HEAD = 'id,name,qty\n';
  const outcome = (text: string | Uint8Array, options: CsvOptions = {}) => {
    const { rows, problems } = parseCsv(text, { delimiter: ',', ...options });
    return {
      ids: rows.map(({ cells: [id] }) => id),
      problems: problems.map(({ line, error: { code }, raw }) => [line, code, raw]),
    };
  };

  it.each([
    [
      'too few and too many cells',
      `${HEAD}1,a,2\n2,b\n3,c,4,5\n4,d,6\n`,
      ['1', '4'],
      [
        [3, 'csv_ragged_row', '2,b'],
        [4, 'csv_ragged_row', '3,c,4,5'],
      ],
    ],
    ['the header once more', `${HEAD}1,a,2\n${HEAD}2,b,3\n`, ['1', '2'], [[3, 'csv_repeated_header', 'id,name,qty']]],
    ['text behind a quote', `${HEAD}1,"a"b,2\n2,b,3\n`, ['2'], [[2, 'csv_bad_quote', '1,"a"b,2']]],
    [
      'a quote never closed',
      `${HEAD}1,a,2\n2,"b,3\n3,c,4\n4,d,5\n`,
      ['1', '3', '4'],
      [[3, 'csv_unterminated_quote', '2,"b,3']],
    ],
    [
      'a quote that the next one closes',
      `${HEAD}1,"a,2\n2,"b",3\n3,c,4\n`,
      ['2', '3'],
      [[2, 'csv_bad_quote', '1,"a,2']],
    ],
    ['a ragged row over two lines', `${HEAD}1,"a\nb"\n2,b,3\n`, ['2'], [[2, 'csv_ragged_row', '1,"a\nb"']]],
  ] as [string, string, string[], [number, string, string][]][])(
    'reports %s and reads on',
    (_, text, ids, problems) => {
      expect(outcome(text)).toEqual({ ids, problems });
      expect(outcome(bytes(text))).toEqual({ ids, problems });
    },
  );

  it('spoils only the row that holds bytes which are no text', () => {
    const source = Uint8Array.from([...bytes(`${HEAD}1,a,2\n2,`), 0xe9, ...bytes(',3\n3,é,4\n')]);
    expect(outcome(source)).toMatchObject({ ids: ['1', '3'], problems: [[3, 'encoding', '2,é,3']] });
  });

  it('keeps ragged rows when told to', () => {
    const { rows, problems } = parseCsv(`${HEAD}1\n2,b,3,4\n`, { delimiter: ',', ragged: 'keep' });
    expect(problems).toEqual([]);
    expect(rows.map(({ record }) => record)).toEqual([{ id: '1' }, { id: '2', name: 'b', qty: '3' }]);
  });

  it('finds 7 bad rows of 10,000 by line', () => {
    const bad = [3, 100, 2999, 3000, 3001, 9999, 10_001];
    const lines = Array.from({ length: 10_000 }, (_, i) =>
      bad.includes(i + 2) ? `${i},"x" y,1` : `${i},"Item, ${i}",1`,
    );
    const { rows, problems } = parseCsv(bytes(HEAD + lines.join('\n')), { delimiter: ',' });
    expect(rows).toHaveLength(9993);
    expect(problems.map(({ line }) => line)).toEqual(bad);
  });

  it('never quotes the row in the sentence', () => {
    for (const { error } of parseCsv(`${HEAD}DOE,"JANE" X,1\nDOE,JANE\n`).problems)
      expect(error.sentence).not.toMatch(/DOE|JANE/);
  });

  it('refuses a row of a million columns and reads on', () => {
    expect(outcome(`${HEAD}${'x,'.repeat(1_000_000)}\n2,b,3\n`, { maxRow: 5_000_000 })).toMatchObject({
      ids: ['2'],
      problems: [[2, 'csv_column_limit', expect.any(String)]],
    });
    expect(() => parseCsv(`${'x,'.repeat(1_000_000)}\n`, { maxRow: 5_000_000, delimiter: ',' })).toThrow(
      expect.objectContaining({ code: 'csv_column_limit' }),
    );
  });

  it.each(['whole', 'in chunks'])('refuses a row above the limit and reads on, %s', (how) => {
    const text = `${HEAD}1,${'x'.repeat(500)},2\n2,b,3\n3,"${'y\n'.repeat(200)}",4\n4,d,5\n`;
    const reader = new CsvReader({ delimiter: ',', maxRow: 100 });
    const parts: CsvPart[] = [];
    const step = how === 'whole' ? text.length : 7;
    for (let at = 0; at < text.length; at += step) parts.push(reader.push(text.slice(at, at + step)));
    parts.push(reader.end());
    const ids = parts.flatMap(({ rows }) => rows.map(({ cells: [id] }) => id));
    expect(ids).toContain('2');
    expect(ids).toContain('4');
    const { line, error, raw } = parts.flatMap(({ problems }) => problems)[0]!;
    expect([line, error.code, raw.length]).toEqual([2, 'csv_row_limit', 100]);
  });
});

describe('files that are wrong as a whole', () => {
  it.each([
    ['two columns of one name', 'a,b,a\n1,2,3\n', {}, 'csv_duplicate_header'],
    ['the wrong delimiter', 'a;b;c\n1;2;3\n', { delimiter: ',' }, 'csv_wrong_delimiter'],
    ['a delimiter of two characters', 'a,b', { delimiter: ',,' }, 'csv_bad_option'],
    ['a quote that is the delimiter', 'a,b', { delimiter: '"' }, 'csv_bad_option'],
    ['an unknown character set', 'a,b', { charset: 'klingon' }, 'charset_unsupported'],
  ])('refuses %s', (_, text, options, code) => {
    expect(() => parseCsv(text, options)).toThrow(expect.objectContaining({ code }));
  });

  it('names empty columns by number and keeps __proto__ as a name', () => {
    const { rows, header } = parseCsv('id,,__proto__\n1,2,3\n');
    expect(header).toEqual(['id', 'column2', '__proto__']);
    expect(Object.entries(rows[0]!.record!)).toEqual([
      ['id', '1'],
      ['column2', '2'],
      ['__proto__', '3'],
    ]);
  });

  it('takes names for a file without a header row', () => {
    expect(parseCsv('1,2\n', { header: ['a', 'b'] }).rows[0]!.record).toEqual({ a: '1', b: '2' });
  });
});

it.each([
  ['a,b;c\n1,2;3\n', ','],
  ['a;b;c\n1,5;2;3\n', ';'],
  ['a\tb\n1,2\t3\n', '\t'],
  ['a|b|c\n"x,y"|1|2\n', '|'],
  ['"a;b;c",d\n"1;2;3",4\n', ','],
  ['alone\n1\n2\n', undefined],
])('sniffs the delimiter of %j', (text, delimiter) => {
  expect(sniffDelimiter(text)).toBe(delimiter);
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are held, not those that wait to be collected. */
function live(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

it('streams 100 MB with one chunk and one row in memory', () => {
  const line = `IMP-44120,"Stem, femoral 12/14",EA,1,1840.50,L-88121\r\n`.repeat(1000);
  const chunk = bytes(line);
  const reader = new CsvReader({ delimiter: ',' });
  reader.push(bytes('item,name,uom,qty,price,lot\r\n'));
  let rows = 0;
  const rounds = Math.ceil((100 * 1024 * 1024) / chunk.length);
  const before = live();
  let peak = before;
  for (let i = 0; i < rounds; i++) {
    rows += reader.push(chunk).rows.length;
    if (i % 100 === 0) peak = Math.max(peak, live());
  }
  rows += reader.end().rows.length;
  expect(rows).toBe(rounds * 1000);
  expect(peak - before).toBeLessThan(10 * 1024 * 1024);
}, 60_000);
