import { hl7v2 } from '@throughline/formats';
import { fromJsonata, type Mapping, toJsonata } from '@throughline/nodes/mapping';
import { describe, expect, test } from 'vitest';
import { emptyShape, shapeAt, withSample } from '../../editor/message/shape.ts';
import { mapTo } from './edit.ts';
import { bySegment, hl7ValueAt } from './hl7.ts';
import { type Place, placeText } from './place.ts';
import { sourceRows, targetRows } from './rows.ts';

const text =
  'MSH|^~\\&|OR|WEST|||20260314||DFT^P03|M1|P|2.5.1\rPID|1||777^^^WEST~888||DOE^JANE\rFT1|1|A1|||||I-1^Stent\rFT1|2|B2|||||I-2^Wire';
const message = hl7v2.parse(new TextEncoder().encode(text));
const source = bySegment(withSample(emptyShape(), message), [message], () => '');
const target = withSample(emptyShape(), { id: '', lines: [{ item: '', charge: '' }], patients: [''] });
const empty: Mapping = { variables: [], root: { kind: 'object', fields: [] } };
const at = (...names: string[]): Place => names.map((name) => (name === '[]' ? 'each' : { field: name }));
const drop = (mapping: Mapping, place: Place, path: string) => {
  const shape = shapeAt(
    target,
    place.flatMap((step) => (typeof step === 'object' ? [step.field] : [])),
  );
  return mapTo(mapping, place, path.split('.'), source, shape);
};
const flat = (mapping: Mapping) => toJsonata(mapping).replaceAll(/\s+/g, ' ');

describe('an HL7 message in the mapper', () => {
  test('has a branch for each kind of segment, by its numbers', () => {
    const rows = sourceRows(source, { closed: new Set(), search: '' });
    expect(rows.map(({ shape }) => shape.label ?? shape.name)).toEqual(
      expect.arrayContaining(['MSH', 'MSH-10', 'PID', 'PID-3', 'PID-3.4', 'FT1', 'FT1-7.2']),
    );
    expect(shapeAt(source, ['segments', 'MSH', 'f10'])?.kind).toBe('value');
    expect(hl7ValueAt(message as never, ['segments', 'PID', 'f3', 'c4'])).toBe('WEST');
    expect(hl7ValueAt(message as never, ['segments', 'MSH', 'f10'])).toBe('M1');
  });

  test('gives expressions that find a segment by its name', () => {
    expect(flat(drop(empty, at('id'), 'segments.MSH.f10'))).toBe('{ "id": segments[id="MSH"].f10[0].c1 }');
    expect(flat(drop(empty, at('id'), 'segments.PID.f3.c1'))).toBe('{ "id": segments[id="PID"].f3[0].c1 }');
    expect(flat(drop(empty, at('id'), 'segments.FT1.f2'))).toBe('{ "id": segments[id="FT1"][0].f2[0].c1 }');
  });

  test('makes a for-each of a segment that repeats, relative inside, and reads it again from the text', () => {
    const one = drop(empty, at('lines', '[]', 'item'), 'segments.FT1.f7.c1');
    const read = fromJsonata(toJsonata(one)).mapping;
    const two = drop(read, at('lines', '[]', 'charge'), 'segments.FT1.f2');
    expect(flat(two)).toBe('{ "lines": [segments[id="FT1"].{ "item": f7[0].c1, "charge": f2[0].c1 }] }');
    const rows = targetRows(fromJsonata(toJsonata(two)).mapping.root, target, source, {
      closed: new Set(),
      search: '',
    });
    const wires = rows.flatMap(({ place, references }) =>
      references.map(({ path, via }) => `${placeText(place)} ${via} ${path.join('.')}`),
    );
    expect(wires).toEqual([
      'lines each segments.FT1',
      'lines[].item direct segments.FT1.f7.c1',
      'lines[].charge direct segments.FT1.f2',
    ]);
  });
});
