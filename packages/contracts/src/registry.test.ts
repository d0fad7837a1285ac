import { Validator } from '@cfworker/json-schema';
import { describe, expect, it } from 'vitest';
import { contract, contracts, type JsonSchema, listContracts } from './index.ts';

/** What a validator says, as `path keyword` pairs of the deepest findings. */
function findings(id: string, message: unknown): string[] {
  const schema = contract(id)?.schema ?? {};
  const { errors } = new Validator(schema, '2020-12', false).validate(message);
  return errors.map((error) => `${error.instanceLocation} ${error.keyword}`);
}

/** The first example with one place changed; undefined takes the place away. */
function changed(id: string, path: (string | number)[], value: unknown): unknown {
  const message = structuredClone(contract(id)?.examples[0]?.message);
  let at = message as Record<string | number, unknown>;
  for (const part of path.slice(0, -1)) at = at[part] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
  return message;
}

function leaves(schema: JsonSchema, path: string): [string, JsonSchema][] {
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([name, one]) => leaves(one, `${path}.${name}`));
  if (schema.items) return leaves(schema.items, `${path}[]`);
  return [[path, schema]];
}

describe.each(listContracts().map((one) => [one.id, one] as const))('%s', (id, one) => {
  it('has an id of name and version, and the same in its $id', () => {
    expect(id).toBe(`${one.name}@${one.version}`);
    expect(one.schema.$id).toBe(`urn:throughline:contract:${one.name}:${one.version}`);
    expect(contracts.get(id)).toBe(one);
  });

  it('says title, description and data class of every leaf', () => {
    for (const [path, leaf] of leaves(one.schema, one.name)) {
      expect(leaf.title, path).toBeTruthy();
      expect(leaf.description, path).toBeTruthy();
      expect(leaf['x-class'], path).toMatch(/^(open|phi|pii|financial)$/);
    }
  });

  it.each(one.examples.map((example) => [example.name, example.message]))('accepts its example %s', (_, message) => {
    expect(findings(id, message)).toEqual([]);
  });

  it('names a missing required field at its object, and refuses a field it does not know', () => {
    const first = one.schema.required?.[0] ?? '';
    expect(findings(id, changed(id, [first], undefined))).toContain('# required');
    expect(findings(id, changed(id, ['extra'], 1))).toContain('#/extra false');
  });
});

describe('negative variants', () => {
  const cases: [string, string, (string | number)[], unknown, string][] = [
    ['negative quantity', 'supply-usage@1', ['lines', 1, 'quantity'], -4, '#/lines/1/quantity exclusiveMinimum'],
    ['zero quantity', 'supply-usage@1', ['lines', 1, 'quantity'], 0, '#/lines/1/quantity exclusiveMinimum'],
    ['quantity beyond 2^53', 'supply-usage@1', ['lines', 0, 'quantity'], 2 ** 53 + 2, '#/lines/0/quantity maximum'],
    ['quantity as text', 'supply-usage@1', ['lines', 0, 'quantity'], '1', '#/lines/0/quantity type'],
    ['unit in words', 'supply-usage@1', ['lines', 0, 'unit'], 'each', '#/lines/0/unit pattern'],
    ['no lines', 'supply-usage@1', ['lines'], [], '#/lines minItems'],
    ['line without item', 'supply-usage@1', ['lines', 2, 'item'], undefined, '#/lines/2 required'],
    ['NUL in text', 'supply-usage@1', ['lines', 0, 'description'], 'Femoral\u0000', '#/lines/0/description pattern'],
    ['lone surrogate', 'supply-usage@1', ['usageId'], 'SU-\ud800', '#/usageId pattern'],
    ['day instead of instant', 'supply-usage@1', ['occurredAt'], '2026-11-17', '#/occurredAt format'],
    ['instant without zone', 'supply-usage@1', ['occurredAt'], '2026-11-17T09:42:10', '#/occurredAt pattern'],
    ['expiry of zeros', 'supply-usage@1', ['lines', 0, 'expiry'], '0000-00-00', '#/lines/0/expiry format'],
    ['impossible day', 'invoice@1', ['invoiceDate'], '2026-02-30', '#/invoiceDate format'],
    ['UDI of a stranger', 'supply-usage@1', ['lines', 0, 'udi'], 'no udi', '#/lines/0/udi pattern'],
    ['negative price', 'supply-usage@1', ['lines', 0, 'price'], -1, '#/lines/0/price minimum'],
    ['GTIN of 13 digits', 'item@1', ['gtin'], '0084458800328', '#/gtin pattern'],
    ['unknown status', 'supplier@1', ['status'], 'maybe', '#/status enum'],
    ['e-mail without host', 'supplier@1', ['contact', 'email'], 'orders', '#/contact/email pattern'],
    ['unknown place', 'location@1', ['type'], 'ship', '#/type enum'],
    ['charge without code', 'charge-event@1', ['lines', 0, 'chargeCode'], undefined, '#/lines/0 required'],
    ['currency in words', 'charge-event@1', ['currency'], 'Dollar', '#/currency pattern'],
    ['change of zero', 'inventory-adjustment@1', ['lines', 0, 'change'], 0, '#/lines/0/change not'],
    ['order without supplier', 'purchase-order@1', ['supplier'], undefined, '# required'],
    ['line number zero', 'purchase-order@1', ['lines', 0, 'line'], 0, '#/lines/0/line minimum'],
    ['half a line number', 'goods-receipt@1', ['lines', 0, 'line'], 1.5, '#/lines/0/line type'],
    [
      'unknown adjustment group',
      'remittance@1',
      ['claims', 0, 'adjustments', 0, 'group'],
      'XX',
      '#/claims/0/adjustments/0/group enum',
    ],
    ['debit and credit at once', 'erp-posting@1', ['lines', 0, 'credit'], 1, '#/lines/0 oneOf'],
    ['money beyond fifteen digits', 'invoice@1', ['total'], 1e14, '#/total maximum'],
  ];
  it.each(cases)('%s is found in %s', (_, id, path, value, finding) => {
    expect(findings(id, changed(id, path, value))).toContain(finding);
  });

  it('asks an implant for a UDI, a lot or a serial number, and nothing of other supplies', () => {
    const line = { line: 1, item: 'IMP-10293', quantity: 1, unit: 'EA' };
    const usage = (one: object) => changed('supply-usage@1', ['lines'], [one]);
    expect(findings('supply-usage@1', usage({ ...line, implant: true }))).toContain('#/lines/0 anyOf');
    expect(findings('supply-usage@1', usage({ ...line, implant: true, lot: 'L2291' }))).toEqual([]);
    expect(findings('supply-usage@1', usage({ ...line, implant: false }))).toEqual([]);
    expect(findings('supply-usage@1', usage(line))).toEqual([]);
  });
});

it('does not know a contract that is not there', () => {
  expect(contract('supply-usage@2')).toBeUndefined();
});
