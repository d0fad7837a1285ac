import { emptyFlow } from '@throughline/flow';
import { expect, test } from 'vitest';
import { hasIcon } from '../palette/icons.ts';
import { entriesOf, found } from './entries.ts';

const node = (id: string, name: string, config: Record<string, unknown> = {}) => {
  return { id, type: 'transform.map', version: 1, name, config };
};
const flow = {
  ...emptyFlow('usage', 'Usage'),
  nodes: [node('b', 'Shape'), node('a', 'Read', { text: 'supplier.id' }), node('c', 'Send', { text: 'shape' })],
  wires: [
    { from: 'a', port: 'out', to: 'b' },
    { from: 'b', port: 'out', to: 'c' },
  ],
  layout: {
    nodes: {},
    frames: [{ id: 'f', title: 'Partners', tint: 'blue', x: 0, y: 0, width: 1, height: 1 }],
    notes: [{ id: 'n', text: 'Ask billing', x: 0, y: 0, width: 1, height: 1 }],
  },
};

test('the outline follows the wires and says where each node leads', () => {
  const entries = entriesOf(flow);
  expect(entries.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'f', 'n']);
  expect(entries.filter(({ icon }) => !hasIcon(icon))).toEqual([]);
  expect(entries[0]?.about).toBe('Map → Shape');
});

test('search finds names, settings and notes, names first', () => {
  const entries = entriesOf(flow);
  expect(found(entries, 'supplier').map(({ id }) => id)).toEqual(['a']);
  expect(found(entries, 'shape').map(({ id }) => id)).toEqual(['b', 'c']);
  expect(found(entries, 'billing ask').map(({ id }) => id)).toEqual(['n']);
});
