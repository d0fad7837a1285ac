import { expect, it } from 'vitest';
import { cellAt } from './cell.ts';
import { type Content, type Editable, editableText, openContent, readText, sourceText, whyUneditable } from './open.ts';
import { X12 } from './x12.ts';

const content = (more: Partial<Editable>): Editable => ({
  ...{ masked: false, format: 'json', text: '{}', cut: false, contentType: 'application/json' },
  ...more,
});
const shown = (format: Editable['format'], text: string) => editableText(content({ format, text }));

it('gives JSON its lines and leaves every digit', () => {
  expect(shown('json', '{"n":12345678901234567890.10,"b":[1e400]}')).toBe(
    '{\n  "n": 12345678901234567890.10,\n  "b": [\n    1e400\n  ]\n}',
  );
});

it('leaves what is no JSON after all as it is', () => {
  expect(shown('json', '{"n": 1')).toBe('{"n": 1');
  expect(readText('{"n": 1', 'json').problem?.code).toMatch(/^json_/);
});

it('shows the ends of HL7 segments, and sends them as they were', () => {
  const message = 'MSH|^~\\&|OR\rPID|1\r';
  const text = shown('hl7v2', message)!;
  expect(text).toBe('MSH|^~\\&|OR\nPID|1\n');
  expect(sourceText(text, 'hl7v2')).toBe(message);
  expect(sourceText('a\nb', 'csv')).toBe('a\nb');
});

it('gives nothing to edit of what is masked, cut, no text, or written in another character set', () => {
  const latin = 'text/csv; charset=iso-8859-1';
  const cases: [Partial<Editable>, string][] = [
    [{ masked: true }, 'Reveal the message first'],
    [{ format: 'csv', text: 'a,b\n1,', cut: true }, 'It is too large to edit here'],
    [{ format: 'binary', text: undefined }, 'These bytes are no text'],
    [{ format: 'csv', text: 'Müller', contentType: latin }, 'It is written in iso-8859-1'],
  ];
  for (const [more, title] of cases) {
    expect(editableText(content(more))).toBeNull();
    expect(whyUneditable(content(more))?.title).toBe(title);
  }
  expect(editableText(undefined)).toBeNull();
  for (const contentType of [latin, 'text/csv; charset=UTF-8']) {
    const text = contentType === latin ? 'Mueller' : 'Müller';
    expect(editableText(content({ format: 'csv', text, contentType }))).toBe(text);
  }
});

it.each([
  ['[2].item', { row: 2, column: 'item' }],
  ['[0]', { row: 0, column: null }],
  ['lines[2].item', null],
  ['', null],
])('finds the cell of a record at %s', (path, cell) => expect(cellAt(path)).toEqual(cell));

const masked = (format: Content['format'], text: string) =>
  openContent({ ...content({ format, text, masked: true }), size: text.length, sha256: '', problem: null } as Content);

it('draws masked XML and X12 by their names, as far as their form can be read', () => {
  expect(masked('xml', '<order id="AA-99"><line>9 aa</line></order>').tree).toEqual({
    order: { '@id': 'AA-99', line: '9 aa' },
  });
  const isa =
    'ISA*99*          *99*          *AA*AAAAAAAA       *AA*AAAAAAAA       *999999*9999*^*00501*000000017*9*A*:~';
  expect(masked('x12', `${isa}IEA*0*000000017~`).tree).toBeInstanceOf(X12);
  expect(masked('xml', '<aaaaa')).toEqual({ text: '<aaaaa', problem: null });
});
