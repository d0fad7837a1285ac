import { readdirSync, readFileSync } from 'node:fs';
import { Validator } from '@cfworker/json-schema';
import { describe, expect, it } from 'vitest';
import { contract } from './index.ts';

const flows = new URL('../../../flows/', import.meta.url);

function findings(id: string, file: URL): string[] {
  const { errors } = new Validator(contract(id)?.schema ?? {}, '2020-12', false).validate(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  return errors.map((error) => `${error.instanceLocation} ${error.keyword}`);
}

/** What the contract finds in sample messages; the others pass it and are stopped by a table or a partner, or not at all. */
const REFUSED: Record<string, string> = {
  'procedure-supply-usage/bad-negative-quantity.json': '#/lines/4/quantity exclusiveMinimum',
  'procedure-supply-usage/bad-nul-in-text.json': '#/lines/0/description pattern',
  'procedure-supply-usage/bad-lone-surrogate.json': '#/lines/0/description pattern',
  'procedure-supply-usage/bad-beyond-2-53.json': '#/lines/0/quantity maximum',
  'procedure-supply-usage/bad-implant-untracked.json': '#/lines/1 anyOf',
  'procedure-supply-usage/bad-extra-field.json': '#/patientName false',
  'goods-receipt-to-ap/bad-receipt-negative.json': '#/lines/0/quantity exclusiveMinimum',
};

describe.each(['procedure-supply-usage', 'goods-receipt-to-ap'])('sample messages of %s', (flow) => {
  const folder = new URL(`${flow}/messages/`, flows);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  it.each(files)('%s', (file) => {
    const receipt = /receipt/.test(file) && !/invoice/.test(file);
    const id = flow === 'procedure-supply-usage' ? 'supply-usage@1' : receipt ? 'goods-receipt@1' : 'invoice@1';
    const found = findings(id, new URL(file, folder));
    const expected = REFUSED[`${flow}/${file}`];
    if (expected) expect(found).toContain(expected);
    else expect(found).toEqual([]);
  });
});
