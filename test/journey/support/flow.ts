import type { Page } from 'playwright-core';

/** Begins a flow as the person of this window. */
export async function begin(page: Page, json: { id: string; name: string; from?: object }): Promise<void> {
  const status = await page.evaluate(async (made) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/v1/flows', { method: 'POST', headers, body: JSON.stringify(made) })).status;
  }, json);
  if (status !== 201) throw new Error(`the flow ${json.id} was not begun: ${status}`);
}

/** A flow of so many mappings in rows behind one trigger, each wired to the next of its row. */
export function large(id: string, count: number) {
  const row = 10;
  const nodes = Array.from({ length: count }, (_, i) =>
    i === 0
      ? { id: 'in', type: 'trigger.manual', version: 1, name: 'In', config: {} }
      : { id: `n${i}`, type: 'transform.map', version: 1, name: `Step ${i}`, config: { text: '$', tables: [] } },
  );
  const wires = nodes.slice(1).map(({ id: to }, i) => ({ from: i % row === 0 ? 'in' : nodes[i]!.id, port: 'out', to }));
  const places = nodes.map(({ id: node }, i) => {
    return [node, i === 0 ? { x: 0, y: 0 } : { x: 260 + ((i - 1) % row) * 250, y: Math.floor((i - 1) / row) * 100 }];
  });
  const layout = { nodes: Object.fromEntries(places), frames: [], notes: [] };
  return { schema: 1, id, name: id, description: '', nodes, wires, fixtures: [], layout };
}
