import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type FlowResult, playFlows } from '@throughline/cli/golden';
import { canonical, parseDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { beforeAll, describe, expect, it } from 'vitest';

const flows = fileURLToPath(new URL('../flows', import.meta.url));
const SHIPPED = ['goods-receipt-to-ap', 'item-lookup', 'procedure-supply-usage', 'usage-benchmark'];

let results: FlowResult[];
beforeAll(async () => {
  results = await playFlows({ flows });
});

it('plays every shipped flow', () => {
  expect(results.map(({ flow }) => flow)).toEqual(SHIPPED);
});

describe.each(SHIPPED)('%s', (name) => {
  const result = () => results.find(({ flow }) => flow === name)!;

  it('compiles without a problem', () => {
    expect(result().problems).toEqual([]);
  });

  it('is saved as its canonical text', () => {
    const text = readFileSync(`${flows}/${name}/flow.json`, 'utf8');
    expect(canonical(parseDocument(text, catalogue).document!)).toBe(text);
  });

  it('does with every message what is expected', () => {
    const { goldens } = result();
    expect(goldens.length).toBeGreaterThan(0);
    expect(goldens.filter(({ expected }) => expected === null).map(({ message }) => message)).toEqual([]);
    expect(goldens.flatMap(({ message, differences }) => differences.map((found) => ({ message, ...found })))).toEqual(
      [],
    );
  });
});

it('never posts a part: what stops has been delivered nowhere', () => {
  const { goldens } = results.find(({ flow }) => flow === 'procedure-supply-usage')!;
  const bad = goldens.filter(({ outcome }) => outcome.stops !== undefined || outcome.refused !== undefined);
  expect(bad.length).toBeGreaterThan(15);
  expect(bad.filter(({ outcome }) => outcome.deliveries !== undefined)).toEqual([]);
});
