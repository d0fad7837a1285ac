import { z } from 'zod';
import type { Catalogue } from '../definition.ts';
import { type FlowDocument, type FlowNode, nodeId } from '../document.ts';
import { pointerParts, valueAt, withValueAt } from '../json/pointer.ts';
import { sameJson } from '../json/same.ts';
import { nodeOf, portsOf, withNode } from './change.ts';
import { changedMeanwhile, defineOperation, refuse, refuseChanged, refuseGone } from './operation.ts';

/**
 * Sets one setting of a node, named by a JSON Pointer into its config (`''` is the whole config, `/cases/-` appends); without
 * `value` the setting is taken away. Settings may be unfinished: compile says what is missing. A renamed port keeps its wires.
 */
export const configureNode = defineOperation(
  'configure-node',
  'Change settings',
  { node: nodeId, at: z.string().max(2000), value: z.json().optional(), was: z.json().optional() },
  (document, { node: id, at, value, was }, catalogue) => {
    const node = nodeOf(document, id);
    if (!node) return refuseGone(id);
    const parts = pointerParts(at);
    if (!parts) return refuse('pointer_invalid', `${at} is no JSON Pointer.`, { node: id });
    const now = valueAt(node.config, parts);
    if (changedMeanwhile(now, was, value)) return refuseChanged(`A setting of ${node.name}`, { node: id, field: at });
    if (now === value || (now !== undefined && value !== undefined && sameJson(now, value))) return document;
    const changed = withValueAt(node.config, parts, value);
    if (!changed)
      return refuse('pointer_missing', `${node.name} has no settings around ${at}.`, { node: id, field: at });
    if (!isConfig(changed.value))
      return refuse('config_invalid', 'The settings of a node are a JSON object.', { node: id });
    const next = { ...node, config: changed.value };
    return withRenamedPort(withNode(document, next), node, next, catalogue);
  },
);

function isConfig(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** When just one port has another name now, its wires follow. */
function withRenamedPort(
  document: FlowDocument,
  before: FlowNode,
  after: FlowNode,
  catalogue: Catalogue,
): FlowDocument {
  const old = portsOf(before, catalogue);
  const now = portsOf(after, catalogue);
  if (!old || !now || old.length !== now.length) return document;
  const renamed = old.flatMap((port, i) => (port.name === now[i]!.name ? [] : [{ from: port.name, to: now[i]!.name }]));
  const only = renamed.length === 1 ? renamed[0] : undefined;
  if (!only || old.some((port) => port.name === only.to)) return document;
  const wires = document.wires.map((wire) =>
    wire.from === after.id && wire.port === only.from ? { ...wire, port: only.to } : wire,
  );
  return { ...document, wires };
}
