import { useMemo, useRef } from 'react';
import { useDocument } from '../store/document.ts';
import { type Person, useView } from '../store/view.ts';
import { walkOn } from '../walk/since.ts';
import { problemsByNode } from './badges.ts';
import { type CanvasNode, deriver, type Mark, type WireEdge } from './derive.ts';

const none: ReadonlyMap<string, Mark> = new Map();

/** React Flow's nodes and edges of the open flow, as document and view stand. */
export function useScene(isEditable: boolean): { nodes: CanvasNode[]; edges: WireEdge[] } {
  const document = useDocument((state) => state.document)!;
  const problems = useDocument((state) => state.problems);
  const selection = useView((state) => state.selection);
  const selectedWires = useView((state) => state.wires);
  const held = useView((state) => state.held);
  const people = useView((state) => state.people);
  const walked = useView((state) => state.walk);
  const walk = useMemo(() => (walked === null ? null : walkOn(walked, document)), [walked, document]);
  const focus = useView((state) => state.focus);
  const derive = useRef<ReturnType<typeof deriver>>(null);
  derive.current ??= deriver();
  const scene = {
    document,
    selection,
    selectedWires,
    held,
    walk,
    focus,
    isEditable,
    marks: none,
    problems: byProblem(problems),
    people: byPerson(people),
  };
  return { nodes: derive.current.nodes(scene), edges: derive.current.edges(scene) };
}

const byProblem = once(problemsByNode);

const byPerson = once((people: readonly Person[]): ReadonlyMap<string, readonly Person[]> => {
  const map = new Map<string, Person[]>();
  for (const person of people) {
    for (const id of person.selection) map.set(id, [...(map.get(id) ?? []), person]);
  }
  return map;
});

/** Works a thing out again only when it is another. */
function once<A extends object, B>(work: (value: A) => B): (value: A) => B {
  const known = new WeakMap<A, B>();
  return (value) => {
    if (!known.has(value)) known.set(value, work(value));
    return known.get(value)!;
  };
}
