import { canonical, emptyFlow } from '@throughline/flow';
import { expect, test } from 'vitest';
import { documentStore, nothingOpen, openDocument } from '../store/document.ts';
import { pasteText, readPasted } from './clipboard.ts';

const strange = { id: 'scale', type: 'acme.scale', version: 4, name: 'Weigh it', config: { port: 7 } };
const sentenceOf = (text: string) => {
  const read = readPasted(text);
  return 'problem' in read ? read.problem.sentence : null;
};

test('a part of a flow and a whole one are taken as JSON, types that nobody knows with their settings', () => {
  const read = { fragment: { nodes: [strange] } };
  expect(readPasted(JSON.stringify({ fragment: 1, nodes: [strange] }))).toMatchObject(read);
  expect(readPasted(canonical({ ...emptyFlow('odd', 'Odd'), nodes: [strange] }))).toMatchObject(read);
});

test.each([
  ['{ "fragment": 1, ', 'JSON'],
  ['a word', 'What was pasted is no part of a flow.'],
  ['["a", "list"]', 'What was pasted is no part of a flow.'],
  ['{ "fragment": 2, "nodes": [] }', 'newer Throughline'],
  ['{ "fragment": 1, "nodes": [{ "id": "a" }] }', 'damaged at “nodes/0/'],
  ['{ "schema": 99, "id": "x" }', 'schema version 99'],
  [canonical(emptyFlow('nothing', 'Nothing')), 'nothing to take over'],
])('%s is refused in words', (text, words) => {
  expect(sentenceOf(text)).toContain(words);
});

test('what is pasted twice does not lie on itself', () => {
  const document = emptyFlow('twice', 'Twice');
  documentStore.setState({ ...nothingOpen, flow: 'twice', base: document, document }, true);
  const part = JSON.stringify({ fragment: 1, nodes: [strange], positions: { scale: { x: 300, y: 100 } } });
  for (let i = 0; i < 3; i++) expect(pasteText(part)).toBe(true);
  const places = Object.values(openDocument().layout.nodes).map(({ x, y }) => `${x} ${y}`);
  expect(new Set(places).size).toBe(3);
});
