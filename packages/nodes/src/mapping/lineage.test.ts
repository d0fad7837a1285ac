import { describe, expect, it } from 'vitest';
import { lineageOf } from './lineage.ts';

const of = (text: string) => (lineageOf(text) ?? []).map(({ from, to }) => `${from}>${to}`).sort();

describe('lineage of a mapping', () => {
  it.each([
    ['a copied field', '{"patient": pid.id}', ['pid.id>patient']],
    ['an object inside', '{"who": {"id": pid.id, "kind": "MRN"}}', ['pid.id>who.id']],
    ['the message as it is', '$', ['>']],
    ['a constant', '{"kind": "usage"}', []],
    ['both ways of a condition, not what decides', '{"a": secret = 1 ? b : c}', ['b>a', 'c>a']],
    ['a function of a field', '{"a": $uppercase(name.family)}', ['name.family>a']],
    ['texts put together', '{"a": family & ", " & given}', ['family>a', 'given>a']],
    [
      'a list, element by element',
      '{"lines": [lines.{"item": item, "serial": serial}]}',
      ['lines.item>lines.item', 'lines.serial>lines.serial'],
    ],
    ['a list with its place', '{"l": [lines#$i.{"n": $i + 1, "s": serial}]}', ['lines.serial>l.s']],
    ['a name', '($p := patient; {"id": $p.id, "all": $p})', ['patient.id>id', 'patient>all']],
    ['a name for an object', '($p := {"x": mrn, "y": 1}; {"id": $p.x})', ['mrn>id']],
    ['the root from inside', '{"l": lines.{"e": $$.encounter}}', ['encounter>l.e']],
    ['a row of a table', '{"price": $table("contract-price", item).price}', []],
    ['a filtered list', '{"a": lines[wasted > 0].serial}', ['lines.serial>a']],
    ['objects merged', '$merge([$, {"a": b}])', ['>', 'b>a']],
    ['a group', 'lines{item: $sum(quantity)}', ['lines.item>', 'lines.quantity>']],
    ['every field, whatever it is called', '{"a": patient.*}', ['patient>a']],
  ])('follows %s', (_, text, copies) => {
    expect(of(text)).toEqual(copies);
  });

  it('is not known for what is not JSONata', () => {
    expect(lineageOf('{"a": ')).toBeNull();
  });
});
