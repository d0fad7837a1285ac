import { emptyFlow, type FlowDocument, type FlowNode } from '@throughline/flow';
import { expect, test } from 'vitest';
import { compare, marksFor } from './changes.ts';
import { fieldWords } from './field-words.ts';
import { lineDifferences } from './lines.ts';
import { inWords } from './words.ts';

const node = (id: string, more: Partial<FlowNode> = {}): FlowNode => {
  return { id, type: 'transform.map', version: 1, name: id.toUpperCase(), config: { text: '{}' }, ...more };
};
const flow = (nodes: FlowNode[], wires: string[], at: Record<string, number> = {}): FlowDocument => ({
  ...emptyFlow('usage', 'Usage'),
  nodes,
  wires: wires.map((line) => {
    const [from = '', to = ''] = line.split('>');
    return { from, port: 'out', to };
  }),
  layout: { nodes: Object.fromEntries(Object.entries(at).map(([id, x]) => [id, { x, y: 0 }])), frames: [], notes: [] },
});

test('what messages notice comes first, the drawing last, each with what to look at', () => {
  const older = flow([node('a'), node('b'), node('c')], ['a>b', 'b>c'], { a: 0, b: 1 });
  const newer = flow([node('a'), node('b', { config: { text: 'x' } }), node('d')], ['a>b', 'b>d'], { a: 5, b: 1 });
  const { changes, before, after, difference } = compare(older, newer);
  expect(changes.map(({ mark, title }) => `${mark} ${title}`)).toEqual([
    'added D',
    'removed C',
    'changed B',
    'changed B → D',
    'moved A',
  ]);
  expect(changes[2]?.fields).toEqual([{ field: '/config/text', before: '{}', after: 'x' }]);
  expect(before.get('c')).toBe('removed');
  expect(after.get('d')).toBe('added');
  expect(after.get('b out d')).toBe('changed');
  expect(inWords(difference)).toBe('1 node added, 1 node removed, 1 node changed, 1 wire changed, 1 node moved.');
  expect(marksFor(changes, after).get('a')).toBe('moved');
  const noticed = marksFor(
    changes.filter(({ isBehaviour }) => isBehaviour),
    after,
  );
  expect([...noticed.keys()].sort()).toEqual(['b', 'b out d', 'd']);
});

test('a new name is no change of behaviour', () => {
  const { changes, difference } = compare(flow([node('a')], []), flow([node('a', { name: 'Shape' })], []));
  expect(changes).toMatchObject([{ isBehaviour: false, mark: 'changed' }]);
  expect(inWords(difference)).toBe('1 node changed. Messages are treated as before.');
});

test('settings are called as their forms call them', () => {
  const http = (config: object) => node('a', { type: 'connector.http', config: config as FlowNode['config'] });
  const older = flow([http({ url: '/old', headers: [{ name: 'a', value: '1' }] })], []);
  const newer = flow([http({ url: '/new', headers: [{ name: 'a', value: '2' }] })], []);
  expect(compare(older, newer).changes[0]).toMatchObject({ about: 'Address, Headers', type: 'connector.http' });
  expect(fieldWords('/config/cases/0/when', 'route.switch')).toEqual(['Cases', '1', 'When']);
  expect(fieldWords('/config/keep', 'route.filter')).toEqual(['Keep when']);
  expect(fieldWords('/config/what', 'acme.scale')).toEqual(['what']);
  expect(fieldWords('/disabled', 'route.filter')).toEqual(['Disabled']);
});

test('a node that came shows what is set of it', () => {
  const { changes } = compare(flow([], []), flow([node('a', { config: { text: '{}', tables: [] } })], []));
  expect(changes).toMatchObject([
    { about: 'Map', fields: [{ field: '/config/text', before: undefined, after: '{}' }] },
  ]);
});

test('texts are compared line by line', () => {
  expect(lineDifferences('a\nb\nc', 'a\nx\nc\nd')).toEqual([
    { sign: ' ', text: 'a' },
    { sign: '-', text: 'b' },
    { sign: '+', text: 'x' },
    { sign: ' ', text: 'c' },
    { sign: '+', text: 'd' },
  ]);
});
