import type { Catalogue } from './definition.ts';
import { DOCUMENT_VERSION, type FlowDocument, type FlowNode, flowSchema } from './document.ts';
import { unsound } from './json/sound.ts';
import { documentMigrations } from './migrations/documents.ts';
import { lift, type Migration } from './migrations/lift.ts';
import { liftNode } from './migrations/lift-node.ts';
import { type Problem, pointer } from './problem.ts';

export interface ParsedDocument {
  /** Null when the problems have an error. */
  document: FlowDocument | null;
  /** Names of the migrations that were needed: `name` for the document, `type:name` for a node's config. */
  lifted: string[];
  problems: Problem[];
}

/**
 * Reads a saved flow (JSON text or value) into the newest shape. A document of a newer schema is refused; an unknown node type and a
 * newer node are kept as they are. With a catalogue, older node configs are lifted too. `field` of a problem points into the document.
 */
export function parseDocument(
  input: unknown,
  catalogue: Catalogue = new Map(),
  migrations: readonly Migration[] = documentMigrations,
): ParsedDocument {
  const read = typeof input === 'string' ? readJson(input) : { value: input };
  if ('problem' in read) return failed(read.problem);
  const strange = unsound(read.value);
  if (strange) return failed(error(strange.code, strange.sentence, strange.field));
  const wrong = wrongVersion(read.value);
  if (wrong) return failed(wrong);
  const raw = read.value as Record<string, unknown> & { schema: number };
  const { value, lifted } = lift(raw, raw.schema, migrations);
  const parsed = flowSchema.safeParse(value);
  if (!parsed.success) {
    return failed(...parsed.error.issues.map((issue) => error('document_invalid', issue.message, pointer(issue.path))));
  }
  return withLiftedNodes(parsed.data, catalogue, lifted);
}

function withLiftedNodes(document: FlowDocument, catalogue: Catalogue, lifted: string[]): ParsedDocument {
  const names = new Set(lifted);
  const problems: Problem[] = [];
  const nodes = document.nodes.map((node): FlowNode => {
    try {
      const up = liftNode(node, catalogue);
      for (const name of up.lifted) names.add(name);
      return up.node;
    } catch {
      const sentence = `The settings of ${node.name} could not be brought from version ${node.version} to the newest.`;
      problems.push({ severity: 'warning', code: 'node_not_lifted', sentence, node: node.id });
      return node;
    }
  });
  return { document: { ...document, nodes }, lifted: [...names], problems };
}

function readJson(text: string): { value: unknown } | { problem: Problem } {
  try {
    return { value: JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/,? ?(\.\.\.|").*$/s, '') : '';
    return { problem: error('json_invalid', `The text is not JSON: ${why}.`) };
  }
}

function wrongVersion(value: unknown): Problem | undefined {
  const schema = value !== null && typeof value === 'object' && 'schema' in value ? value.schema : undefined;
  if (typeof schema !== 'number' || !Number.isInteger(schema) || schema < 1) {
    return error('not_a_flow', 'This is not a flow: a flow says its schema version in `schema`.', '/schema');
  }
  if (schema <= DOCUMENT_VERSION) return undefined;
  const sentence = `The flow has schema version ${schema}; this Throughline reads up to ${DOCUMENT_VERSION}. Update it first.`;
  return error('document_newer', sentence, '/schema');
}

function error(code: string, sentence: string, field?: string): Problem {
  return { severity: 'error', code, sentence, ...(field === undefined ? {} : { field }) };
}

function failed(...problems: Problem[]): ParsedDocument {
  return { document: null, lifted: [], problems };
}
