import { contract } from '@throughline/contracts';
import { fromJsonata, type Mapping, toJsonata } from '@throughline/nodes/mapping';
import { describe, expect, test } from 'vitest';
import { shapeAt, shapeOfSchema } from '../../editor/message/shape.ts';
import { mapTo, scopeAt, setAt, withCondition } from './edit.ts';
import { conversionIn, converted } from './parts.ts';
import { type Place, placeText, valueAt } from './place.ts';
import { pathFrom, referencesOf } from './reference.ts';
import { targetRows } from './rows.ts';
import { summaryOf } from './summary.ts';

const usage = shapeOfSchema(contract('supply-usage@1')!.schema);
const charge = shapeOfSchema(contract('charge-event@1')!.schema);
const empty: Mapping = { variables: [], root: { kind: 'object', fields: [] } };
const at = (...names: string[]): Place => names.map((name) => (name === '[]' ? 'each' : { field: name }));
const mapped = (mapping: Mapping, place: Place, source: string) =>
  mapTo(
    mapping,
    place,
    source.split('.'),
    usage,
    shapeAt(
      charge,
      place.filter((step) => typeof step === 'object').map(({ field }) => field),
    ),
  );
const text = (mapping: Mapping) => toJsonata(mapping).replaceAll(/\s+/g, ' ');

describe('dropping a value', () => {
  test('on a field writes its path', () => {
    expect(text(mapped(empty, at('usage'), 'usageId'))).toBe('{ "usage": usageId }');
    expect(text(mapped(empty, at('patient', 'id'), 'patient.id'))).toBe('{ "patient": { "id": patient.id } }');
  });

  test('of a list on a field takes the first element', () => {
    expect(text(mapped(empty, at('item'), 'lines.item'))).toBe('{ "item": lines[0].item }');
  });

  test('on a field of a list makes the for-each, and the next one is relative to it', () => {
    const one = mapped(empty, at('lines', '[]', 'item'), 'lines.item');
    const two = mapped(one, at('lines', '[]', 'quantity'), 'lines.quantity');
    const three = mapped(two, at('lines', '[]', 'site'), 'facility');
    expect(text(three)).toBe('{ "lines": [lines.{ "item": item, "quantity": quantity, "site": $$.facility }] }');
  });

  test('of a list on a list makes a for-each, and keeps what is built in one that is there', () => {
    const list = mapped(empty, at('lines'), 'lines');
    expect(text(list)).toBe('{ "lines": [lines.{}] }');
    const built = fromJsonata('{"lines": [old.{"a": b}]}').mapping;
    expect(text(mapped(built, at('lines'), 'lines'))).toBe('{ "lines": [lines.{ "a": b }] }');
  });

  test('keeps the if around a field', () => {
    const { mapping } = fromJsonata('{"item": chargeable ? caseId}');
    expect(text(mapped(mapping, at('item'), 'usageId'))).toBe('{ "item": chargeable ? usageId }');
  });

  test('never loses what has no picture', () => {
    const { mapping } = fromJsonata('{"a": lines ~> $count, "b": facility & "/" & location}');
    expect(text(mapped(mapping, at('c'), 'usageId'))).toBe(
      '{ "a": lines ~> $count, "b": facility & "/" & location, "c": usageId }',
    );
  });

  test('keeps variables, what is made of them, and comments, whatever else is mapped', () => {
    const { mapping } = fromJsonata(
      '/* Billing */ ( /* day price */ $p := lines[0].price; $all := $sum(lines.(quantity * $p)); {"total": $all, "lines": [lines.{"cost": $p * quantity}]} )',
    );
    const more = mapped(mapped(mapping, at('id'), 'usageId'), at('lines', '[]', 'item'), 'lines.item');
    expect(text(setAt(more, at('id'), null))).toBe(
      '/* Billing */ ( /* day price */ $p := lines[0].price; $all := $sum(lines.(quantity * $p)); { "total": $all, "lines": [lines.{ "cost": $p * quantity, "item": item }] } )',
    );
  });
});

describe('taking away', () => {
  test('a field takes empty objects with it', () => {
    const { mapping } = fromJsonata('{"patient": {"id": patient.id}, "a": 1}');
    expect(text(setAt(mapping, at('patient', 'id'), null))).toBe('{ "a": 1 }');
    expect(text(setAt(setAt(mapping, at('patient', 'id'), null), at('a'), null))).toBe('{}');
  });

  test('a condition can be put around and written again', () => {
    const { mapping } = fromJsonata('{"a": usageId}');
    const with_ = setAt(mapping, at('a'), withCondition(valueAt(mapping.root, at('a')), 'chargeable'));
    expect(text(with_)).toBe('{ "a": chargeable ? usageId }');
  });
});

describe('where values come from', () => {
  const { mapping } = fromJsonata(
    '{"x": [lines[quantity > 1].{"item": item, "site": $$.facility, "who": %.patient.id, "erp": $table("item-xref", item).erpItem, "cost": $round(quantity * price, 2), "if": implant ? serial}]}',
  );
  const scope = scopeAt(mapping.root, at('x', '[]', 'item'), usage);
  const from = (...names: string[]) =>
    referencesOf(valueAt(mapping.root, at('x', ...names)), names.length > 0 ? scope : [], usage).map(
      ({ path, via }) => `${path.join('.')} ${via}`,
    );

  test.each([
    [[], ['lines each']],
    [['[]', 'item'], ['lines.item direct']],
    [['[]', 'site'], ['facility direct']],
    [['[]', 'who'], ['patient.id direct']],
    [['[]', 'erp'], ['lines.item lookup']],
    [
      ['[]', 'cost'],
      ['lines.quantity expression', 'lines.price expression'],
    ],
    [
      ['[]', 'if'],
      ['lines.implant condition', 'lines.serial direct'],
    ],
  ])('%j', (names, expected) => {
    expect(from(...names)).toEqual(expected);
  });

  test('are called by the way out of the for-eachs', () => {
    expect(pathFrom(['lines', 'item'], [['lines']], usage, true)).toBe('item');
    expect(pathFrom(['facility'], [['lines']], usage, true)).toBe('$$.facility');
    expect(pathFrom(['lines', 'item'], [], usage, false)).toBe('lines.item');
  });
});

describe('lines of the target', () => {
  const open = { closed: new Set<string>(), search: '' };

  test('name what the contract wants and what is mapped besides, and miss what is required', () => {
    const { mapping } = fromJsonata('{"chargeId": usageId, "extra": 1}');
    const rows = targetRows(mapping.root, charge, usage, open);
    expect(rows.find(({ name }) => name === 'extra')).toMatchObject({ isForeign: true });
    expect(rows.filter(({ isMissing }) => isMissing).map(({ place }) => placeText(place))).toContain('encounterId');
    expect(rows.filter(({ isMissing }) => isMissing).map(({ name }) => name)).not.toContain('chargeId');
  });
});

describe('a quantity in another unit', () => {
  test('is known again by its parts once it is text', () => {
    const parts = { item: 'item', from: 'unit', to: '"EA"' };
    const root = converted({ kind: 'path', path: 'quantity' }, parts);
    const { mapping } = fromJsonata(toJsonata({ variables: [], root }));
    expect(conversionIn(mapping.root)).toEqual({ value: { kind: 'path', path: 'quantity' }, ...parts });
    expect(summaryOf(mapping.root)).toMatchObject({ kind: 'function', text: 'quantity in "EA"' });
    expect(conversionIn(fromJsonata('$decimalMultiply(quantity, 2)').mapping.root)).toBeNull();
  });
});
