import { describe, expect, it } from 'vitest';
import { contract, dataClassOf } from './index.ts';

const usage = contract('supply-usage@1')?.schema ?? {};

describe('dataClassOf', () => {
  it.each([
    ['usageId', 'open'],
    ['encounterId', 'phi'],
    ['patient.id', 'phi'],
    ['clinician.name', 'pii'],
    ['lines[2].item', 'open'],
    ['lines[].serial', 'phi'],
    ['lines.price', 'financial'],
  ])('%s is %s', (path, dataClass) => {
    expect(dataClassOf(usage, path)).toBe(dataClass);
  });

  it('gives an object or a list the gravest class within', () => {
    expect(dataClassOf(usage, '')).toBe('phi');
    expect(dataClassOf(usage, 'clinician')).toBe('pii');
    expect(dataClassOf(usage, 'lines[0]')).toBe('phi');
    expect(dataClassOf(contract('purchase-order@1')?.schema ?? {}, 'lines')).toBe('financial');
  });

  it('knows no class for a field the contract does not have', () => {
    expect(dataClassOf(usage, 'lines[0].colour')).toBeUndefined();
    expect(dataClassOf(usage, 'usageId.inner')).toBeUndefined();
    expect(dataClassOf(usage, 'constructor')).toBeUndefined();
  });
});
