import { describe, expect, test } from 'vitest';
import { flow, node } from '../support/catalogue.ts';
import { findCycle } from './cycle.ts';
import { deadEnds, entryPoints, unconnected } from './ends.ts';
import { graphOf, predecessors, successors } from './graph.ts';
import { topologicalOrder } from './order.ts';
import { reachableFrom, reaching } from './reachable.ts';
import { slice } from './slice.ts';

const shapes = (...ids: string[]) => ids.map((id) => node(id, 'transform.shape'));
const diamond = flow(shapes('d', 'a', 'b', 'c', 'alone'), ['a > b', 'a > c', 'b > d', 'c > d']);
const graph = graphOf(diamond);

describe('graph', () => {
  test('knows neighbours and what is near and far', () => {
    expect(successors(graph, 'a')).toEqual(['b', 'c']);
    expect(predecessors(graph, 'd')).toEqual(['b', 'c']);
    expect([...reachableFrom(graph, ['b'])].sort()).toEqual(['b', 'd']);
    expect([...reaching(graph, ['b'])].sort()).toEqual(['a', 'b']);
    expect(successors(graph, 'nobody')).toEqual([]);
    expect(reachableFrom(graph, ['nobody']).size).toBe(0);
  });

  test('names ends', () => {
    expect(entryPoints(graph)).toEqual(['a', 'alone']);
    expect(deadEnds(graph)).toEqual(['d', 'alone']);
    expect(unconnected(graph)).toEqual(['alone']);
  });

  test('orders along the wires, ties in document order', () => {
    expect(topologicalOrder(graph)).toEqual(['a', 'b', 'c', 'd', 'alone']);
    expect(topologicalOrder(graphOf(flow(shapes('c', 'b', 'a'), ['a > c'])))).toEqual(['b', 'a', 'c']);
  });

  test('leaves wires to missing nodes and repeated wires out', () => {
    const odd = graphOf(flow(shapes('a', 'b'), ['a > b', 'a > b', 'a > gone', 'gone > b']));
    expect(successors(odd, 'a')).toEqual(['b']);
    expect(predecessors(odd, 'b')).toEqual(['a']);
  });

  test('finds the nodes of a cycle and nothing else', () => {
    const circle = graphOf(flow(shapes('x', 'b', 'c', 'a'), ['x > a', 'a > b', 'b > c', 'c > a', 'c > x2']));
    expect(findCycle(circle)).toEqual(['b', 'c', 'a']);
    expect(topologicalOrder(circle)).toBeUndefined();
    expect(findCycle(graphOf(flow(shapes('a'), ['a > a'])))).toEqual(['a']);
    expect(findCycle(graph)).toBeUndefined();
  });

  test('cuts the part of a flow that a try touches', () => {
    const ids = (part: typeof diamond) => part.nodes.map(({ id }) => id);
    expect(ids(slice(diamond, { until: 'b' }))).toEqual(['a', 'b']);
    expect(ids(slice(diamond, { from: 'b' }))).toEqual(['d', 'b']);
    expect(ids(slice(diamond, { from: 'b', until: 'b' }))).toEqual(['b']);
    expect(slice(diamond, { from: 'a', until: 'b' }).wires).toEqual([{ from: 'a', port: 'out', to: 'b' }]);
    expect(ids(slice(diamond, {}))).toHaveLength(5);
  });

  test('stays quick on a chain and a fan of 2000 nodes', () => {
    const ids = Array.from({ length: 2000 }, (_, i) => `n${i}`);
    const chain = graphOf({
      nodes: ids.map((id) => ({ id })),
      wires: ids.slice(1).map((to, i) => ({ from: ids[i]!, to })),
    });
    const fan = graphOf({ nodes: ids.map((id) => ({ id })), wires: ids.slice(1).map((to) => ({ from: 'n0', to })) });
    // Processor time: what a neighbour on the machine takes does not count.
    const started = process.cpuUsage();
    expect(topologicalOrder(chain)).toEqual(ids);
    expect(findCycle(chain)).toBeUndefined();
    expect(reachableFrom(chain, ['n0']).size).toBe(2000);
    expect(topologicalOrder(fan)).toEqual(ids);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(100);
  });
});
