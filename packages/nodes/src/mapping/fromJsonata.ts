import { parsed, type SyntaxFault, sameMeaning } from './ast.ts';
import { readValue, type Trust } from './read.ts';
import {
  inside,
  isOperator,
  part,
  type Span,
  separated,
  size,
  spanOf,
  textOf,
  tokenAt,
  withoutComments,
} from './span.ts';
import { toJsonata, written } from './toJsonata.ts';
import type { Mapping, Variable } from './tree.ts';

export interface ReadMapping {
  mapping: Mapping;
  /** Set when the text is not JSONata; the mapping is then one expression block with that text. */
  fault?: SyntaxFault;
}

/**
 * Reads JSONata text as a mapping. Nothing is lost: what has no picture becomes an expression block with its own text, and the tree
 * is only given when JSONata's own parser takes what toJsonata makes of it for the same program.
 */
export function fromJsonata(text: string): ReadMapping {
  const result = parsed(text);
  if ('fault' in result) return { mapping: block(text), fault: result.fault };
  const span = spanOf(text);
  if (!span) return { mapping: block(text) };
  const quick = read(span, () => true);
  if (sameMeaning(toJsonata(quick), text)) return { mapping: quick };
  const careful = read(span, (value, own) => sameMeaning(written(value), own));
  return { mapping: sameMeaning(toJsonata(careful), text) ? careful : block(text) };
}

function block(text: string): Mapping {
  return { variables: [], root: { kind: 'expression', text } };
}

function read(whole: Span, trust: Trust): Mapping {
  const { span, comment } = withoutComments(whole);
  const above = comment === undefined ? {} : { comment };
  const steps = sequence(span);
  if (!steps) return { ...above, variables: [], root: readValue(span, trust) };
  const root = withoutComments(steps.root);
  const comments = [comment, root.comment].filter(Boolean).join('\n');
  return {
    ...(comments === '' ? {} : { comment: comments }),
    variables: steps.variables,
    root: readValue(root.span, trust),
  };
}

/** `($a := …; $b := …; root)`: the variables, and what comes of them. */
function sequence(span: Span): { variables: Variable[]; root: Span } | undefined {
  const body = inside(span, '(');
  const steps = body ? separated(body, ';') : [];
  const root = steps.pop();
  if (!root || size(withoutComments(root).span) === 0 || steps.length === 0) return undefined;
  const variables = steps.map(variableOf);
  const known = variables.filter((variable) => variable !== undefined);
  return known.length === variables.length ? { variables: known, root } : undefined;
}

function variableOf(step: Span): Variable | undefined {
  const { span, comment } = withoutComments(step);
  const name = tokenAt(span, 0);
  if (name?.type !== 'variable' || name.text.length < 2 || !isOperator(tokenAt(span, 1), ':=') || size(span) < 3)
    return undefined;
  return { name: name.text.slice(1), text: textOf(part(span, 2)), ...(comment === undefined ? {} : { comment }) };
}
