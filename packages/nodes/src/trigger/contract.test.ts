import { contract } from '@throughline/contracts';
import { compile, type FlowDocument } from '@throughline/flow';
import { expect, it } from 'vitest';
import { catalogue } from '../definitions.ts';
import { doorContract } from './contract.ts';

const ID = 'supply-usage@1';
const example = contract(ID)!.examples[0]!.message as Record<string, unknown>;

function doorOf(config: Record<string, unknown>) {
  const document: FlowDocument = {
    schema: 1,
    id: 'door',
    name: 'door',
    description: '',
    nodes: [
      {
        id: 'in',
        type: 'trigger.http',
        version: 1,
        name: 'in',
        config: { ...(catalogue.get('trigger.http')!.initial as Record<string, unknown>), ...config },
      },
    ],
    wires: [],
    fixtures: [],
    layout: { nodes: {}, frames: [], notes: [] },
  };
  const { plan } = compile(document, {
    catalogue,
    contracts: (name) => contract(name)?.schema,
    resolveFlow: () => undefined,
  });
  return doorContract(plan!, plan!.steps[plan!.triggers[0]!]!);
}

const said = (message: unknown) => doorOf({ contract: ID })!(Buffer.from(JSON.stringify(message)), 'application/json');

it('is none where the trigger names none', () => expect(doorOf({})).toBeNull());

it('lets an example of the contract in', () => expect(said(example)).toBeNull());

it('names field and rule of what does not fit, and no value', () => {
  const lines = (example['lines'] as Record<string, unknown>[]).map((line, i) =>
    i === 0 ? { ...line, quantity: -4711 } : line,
  );
  const misfit = said({ ...example, lines, patientName: 'ZZCANARY' });
  expect(misfit).toMatchObject({
    code: 'contract_violation',
    broken: expect.arrayContaining([
      { field: 'lines[0].quantity', rule: 'exclusiveMinimum' },
      { field: 'patientName', rule: 'additionalProperties' },
    ]),
  });
  expect(JSON.stringify(misfit)).not.toMatch(/4711|ZZCANARY/);
});

it('refuses what cannot be read in the words of its format', () => {
  const door = doorOf({ contract: ID, format: 'csv', records: 'whole' })!;
  expect(door(Buffer.from('a,b\n1\n'), 'text/csv')).toMatchObject({ code: expect.stringMatching(/^csv_/), broken: [] });
});
