import { emptyFlow, type FlowDocument } from '@throughline/flow';
import { expect, test } from 'vitest';
import type { Walk } from '../store/walk.ts';
import { sinceRun, sinceWords, walkOn } from './since.ts';

const node = (id: string, text = '$') => ({ id, type: 'transform.map', version: 1, name: id, config: { text } });
const ran: FlowDocument = {
  ...emptyFlow('usage', 'Usage'),
  nodes: [node('a'), node('b'), node('c')],
  wires: [
    { from: 'a', port: 'out', to: 'b' },
    { from: 'b', port: 'out', to: 'c' },
  ],
};
const visit = { state: 'done' as const, count: 1, tookMs: 1, sentence: null };
const walk: Walk = {
  source: { kind: 'run', id: 'r', environment: 'dev', ran: { version: 3, document: ran } },
  isUnderWay: false,
  nodes: new Map(['a', 'b', 'c'].map((id) => [id, visit])),
  wires: new Map([
    ['a out b', 1],
    ['b out c', 1],
  ]),
  summary: 'Delivered.',
};

test('names, notes and places are not what a message goes by: the walk is drawn as it is', () => {
  const renamed = { ...ran, nodes: [{ ...node('a'), name: 'First' }, node('b'), node('c')] };
  expect(sinceRun(walk, renamed)).toBeNull();
  expect(walkOn(walk, renamed)).toBe(walk);
});

test('a node that treats messages otherwise than the version that ran shows nothing of the run', () => {
  const draft = { ...ran, nodes: [node('a'), node('b', '{"other": true}'), node('c')] };
  expect([...walkOn(walk, draft).nodes.keys()]).toEqual(['a', 'c']);
  expect(sinceWords(sinceRun(walk, draft)!)).toBe('Version 3 ran. In this draft 1 node is changed since.');
});

test('what is new, gone or wired anew is said, and a wire that is not there is not walked', () => {
  const draft = { ...ran, nodes: [node('a'), node('b'), node('d')], wires: [ran.wires[0]!] };
  const shown = walkOn(walk, draft);
  expect([...shown.wires.keys()]).toEqual(['a out b']);
  expect(sinceWords(sinceRun(walk, draft)!)).toBe(
    'Version 3 ran. In this draft 1 node is new, 1 node is gone and 1 wire is different since.',
  );
});

test('a trial, and a version whose document cannot be read, are compared with nothing', () => {
  const draft = { ...ran, nodes: [] };
  expect(sinceRun({ ...walk, source: { kind: 'trial', name: 'x' } }, draft)).toBeNull();
  const unread: Walk = { ...walk, source: { ...walk.source, ran: { version: 3, document: null } } as Walk['source'] };
  expect(walkOn(unread, draft)).toBe(unread);
});
