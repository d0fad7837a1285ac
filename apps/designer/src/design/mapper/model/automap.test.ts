import { contract } from '@throughline/contracts';
import { type Mapping, toJsonata } from '@throughline/nodes/mapping';
import { describe, expect, test } from 'vitest';
import { emptyShape, shapeOfSchema, withSample } from '../../editor/message/shape.ts';
import { accepted, suggest, wordsOf } from './automap.ts';
import { placeText } from './place.ts';

const usage = shapeOfSchema(contract('supply-usage@1')!.schema);
const charge = shapeOfSchema(contract('charge-event@1')!.schema);
const empty: Mapping = { variables: [], root: { kind: 'object', fields: [] } };

describe('mapping by name', () => {
  const found = suggest(empty, charge, usage);
  const pairs = found.map(({ place, source }) => `${placeText(place)} ← ${source.join('.')}`);

  test('finds what is called the same, in lists too', () => {
    expect(pairs).toContain('usageId ← usageId');
    expect(pairs).toContain('encounterId ← encounterId');
    expect(pairs).toContain('patient.id ← patient.id');
    expect(pairs).toContain('lines ← lines');
    expect(pairs).toContain('lines[].quantity ← lines.quantity');
  });

  test('taken, gives one for-each with relative paths', () => {
    const text = toJsonata(accepted(empty, found, usage)).replaceAll(/\s+/g, ' ');
    expect(text).toContain('"lines": [lines.{');
    expect(text).toContain('"quantity": quantity');
    expect(text.match(/lines\.\{/g)).toHaveLength(1);
  });

  test('leaves alone what is mapped', () => {
    const all = accepted(empty, found, usage);
    expect(suggest(all, charge, usage).filter(({ id }) => found.some((one) => one.id === id))).toEqual([]);
  });

  test('knows other ways to write a name', () => {
    expect(wordsOf('order_qty')).toEqual(wordsOf('OrderQuantity'));
    const source = withSample(emptyShape(), { enc_id: 'E1', qty: 2 });
    const target = withSample(emptyShape(), { encounterId: '', quantity: 1 });
    expect(suggest(empty, target, source).map(({ source: path }) => path[0])).toEqual(['enc_id', 'qty']);
  });
});
