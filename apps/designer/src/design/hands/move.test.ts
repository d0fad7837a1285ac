import { emptyFlow, type FlowDocument } from '@throughline/flow';
import { beforeEach, expect, test } from 'vitest';
import { documentStore, nothingOpen, openDocument } from '../store/document.ts';
import { undo } from '../store/edit.ts';
import { clearView, viewStore } from '../store/view.ts';
import { carry, dropBack, putDown, takeUp } from './move.ts';

const node = (id: string) => ({ id, type: 'transform.map', version: 1, name: id, config: { text: '$', tables: [] } });

beforeEach(() => {
  const document: FlowDocument = {
    ...emptyFlow('moved', 'Moved'),
    nodes: ['a', 'b', 'c', 'loose'].map(node),
    wires: [
      { from: 'a', port: 'out', to: 'b' },
      { from: 'b', port: 'out', to: 'c' },
    ],
    layout: {
      nodes: { a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, c: { x: 3000, y: 2000 }, loose: { x: 0, y: 4000 } },
      frames: [{ id: 'around', title: 'Both', tint: 'blue', x: -40, y: -40, width: 600, height: 200 }],
      notes: [],
    },
  };
  documentStore.setState({ ...nothingOpen, flow: 'moved', base: document, document }, true);
  clearView();
});

const places = () => openDocument().layout.nodes;

test('a frame takes along what lies inside of it, and it is one step to take back', () => {
  takeUp(['around']);
  carry(100, 50, true);
  putDown(null);
  expect(places()).toMatchObject({ a: { x: 100, y: 50 }, b: { x: 400, y: 50 }, c: { x: 3000, y: 2000 } });
  expect(openDocument().layout.frames[0]).toMatchObject({ x: 60, y: 10 });
  undo();
  expect(places()).toMatchObject({ a: { x: 0, y: 0 }, b: { x: 300, y: 0 } });
  expect(openDocument().layout.frames[0]).toMatchObject({ x: -40, y: -40 });
});

test('within one step of the grid nothing is drawn anew', () => {
  takeUp(['loose']);
  carry(21, 0);
  const { held } = viewStore.getState();
  expect(held.get('loose')).toEqual({ x: 20, y: 4000 });
  carry(23, 2);
  expect(viewStore.getState().held).toBe(held);
  carry(38, 2);
  expect(viewStore.getState().held.get('loose')).toEqual({ x: 40, y: 4000 });
  dropBack();
  expect(places()['loose']).toEqual({ x: 0, y: 4000 });
});

test('a node without wires that is let go on a wire goes into it; one with wires only moves', () => {
  takeUp(['loose']);
  carry(140, -3990);
  putDown({ from: 'a', port: 'out', to: 'b' });
  const wires = openDocument().wires.map(({ from, to }) => `${from}>${to}`);
  expect(wires.sort()).toEqual(['a>loose', 'b>c', 'loose>b']);
  takeUp(['c']);
  carry(-100, 0);
  putDown({ from: 'a', port: 'out', to: 'loose' });
  expect(openDocument().wires).toHaveLength(3);
  expect(places()['c']).toEqual({ x: 2900, y: 2000 });
});
