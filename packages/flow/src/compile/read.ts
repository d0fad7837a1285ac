import type { Catalogue, NodeDefinition, StepShape } from '../definition.ts';
import type { FlowNode } from '../document.ts';
import { fieldsIn, templateParts } from '../field.ts';
import { liftNode } from '../migrations/lift-node.ts';
import { type Problem, pointer } from '../problem.ts';
import { configProblems, finding } from './words.ts';

/** A node understood: its type known, its config in the newest shape and valid. */
export interface ReadNode {
  id: string;
  name: string;
  definition: NodeDefinition;
  config: Record<string, unknown>;
  shape: StepShape;
  ports: string[];
}

/** A text that the sandbox checks for syntax before publish; `field` points into the node's config. */
export interface CodeText {
  node: string;
  field: string;
  text: string;
  language: 'jsonata' | 'javascript';
}

/** Understands one node, or says why not. Nothing is evaluated. */
export function readNode(node: FlowNode, catalogue: Catalogue): { read?: ReadNode; problems: Problem[] } {
  const definition = catalogue.get(node.type);
  const at = { node: node.id };
  if (!definition) {
    return failed(finding('error', 'unknown_type', `${node.name}: there is no node type ${node.type} here.`, at));
  }
  if (node.version > definition.version) {
    const sentence = `${node.name} has settings of version ${node.version}; this Throughline knows up to ${definition.version}.`;
    return failed(finding('error', 'node_newer', sentence, at));
  }
  const raw = liftedConfig(node, catalogue);
  if (!raw) {
    const sentence = `The settings of ${node.name} could not be brought from version ${node.version} to ${definition.version}.`;
    return failed(finding('error', 'node_not_lifted', sentence, at));
  }
  const parsed = definition.config.safeParse(raw, { reportInput: true });
  if (!parsed.success) return failed(...configProblems(parsed.error, node));
  const config = parsed.data;
  const read = {
    id: node.id,
    name: node.name,
    definition,
    config,
    shape: definition.step(config),
    ports: definition.outputs(config).map((port) => port.name),
  };
  const checked = (definition.check?.(config) ?? []).map((problem) => ({ ...problem, node: node.id }));
  return { read, problems: [...checked, ...openTemplates(read)] };
}

/** Every expression, template part and function body of a node. */
export function textsOf({ id, definition, config, shape }: ReadNode): CodeText[] {
  const own = (definition.expressions?.(config) ?? []).map(({ path, text, language }) => {
    return { node: id, field: pointer(path), text, language };
  });
  if (shape.place !== 'host' && shape.place !== 'effect') return own;
  const fields = fieldsIn(config).flatMap(({ path, kind, text }) => {
    const texts =
      kind === 'expr' ? [text] : templateParts(text).parts.flatMap((part) => ('expr' in part ? [part.expr] : []));
    return texts.map((expr): CodeText => ({ node: id, field: pointer(path), text: expr, language: 'jsonata' }));
  });
  return [...own, ...fields];
}

function openTemplates({ id, name, config }: ReadNode): Problem[] {
  return fieldsIn(config)
    .filter(({ kind, text }) => kind === 'template' && templateParts(text).open)
    .map(({ path }) => {
      return finding('error', 'template_open', `${name}: a {{ is never closed by }}.`, {
        node: id,
        field: pointer(path),
      });
    });
}

function liftedConfig(node: FlowNode, catalogue: Catalogue): Record<string, unknown> | undefined {
  try {
    return liftNode(node, catalogue).node.config;
  } catch {
    return undefined;
  }
}

function failed(...problems: Problem[]): { problems: Problem[] } {
  return { problems };
}
