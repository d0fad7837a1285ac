import { isOperator, outerTokens, spanOf } from './span.ts';
import type { Each, Lookup, MappedField, Mapping, Value } from './tree.ts';

/** Writes a mapping as JSONata, one field a line, two-space indent. The same tree always gives the same text. */
export function toJsonata({ comment, variables, root }: Mapping): string {
  const above = comment === undefined ? '' : `${commentText(comment, '')}\n`;
  if (variables.length === 0) return above + written(root, '');
  const lines = variables.map((variable) => {
    const note = variable.comment === undefined ? '' : `${commentText(variable.comment, '  ')}\n  `;
    return `  ${note}$${variable.name} := ${variable.text};`;
  });
  return `${above}(\n${lines.join('\n')}\n  ${written(root, '  ')}\n)`;
}

/** One value as JSONata; lines after the first begin with `indent`. */
export function written(value: Value, indent = ''): string {
  switch (value.kind) {
    case 'constant':
      return JSON.stringify(value.value);
    case 'path':
      return value.path;
    case 'expression':
      return value.text;
    case 'object':
      return objectText(value.fields, indent);
    case 'list':
      return `[${value.items.map((item) => written(item, indent)).join(', ')}]`;
    case 'each':
      return eachText(value, indent);
    case 'if':
      return ifText(value, indent);
    case 'lookup':
      return lookupText(value);
    case 'call':
      return `$${value.name}(${value.arguments.map((argument) => written(argument, indent)).join(', ')})`;
  }
}

function objectText(fields: MappedField[], indent: string): string {
  if (fields.length === 0) return '{}';
  const inner = `${indent}  `;
  const lines = fields.map(({ name, value, comment }) => {
    const above = comment === undefined ? '' : `${inner}${commentText(comment, inner)}\n`;
    return `${above}${inner}${JSON.stringify(name)}: ${written(value, inner)}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function eachText({ over, where, value, result }: Each, indent: string): string {
  const source = `${asStep(over)}${where === null ? '' : `[${where}]`}`;
  const built = written(value, indent);
  const step = value.kind === 'object' ? built : `(${built})`;
  if (result === 'list') return `[${source}.${step}]`;
  return `${source}.${step}${result === 'list-or-nothing' ? '[]' : ''}`;
}

function ifText({ when, use, otherwise }: Extract<Value, { kind: 'if' }>, indent: string): string {
  const text = written(use, indent);
  const isOpen = use.kind === 'if' && use.otherwise === null && otherwise !== null;
  const question = `${asOperand(when)} ? ${isOpen ? `(${text})` : use.kind === 'expression' ? asOperand(text) : text}`;
  return otherwise === null ? question : `${question} : ${written(otherwise, indent)}`;
}

function lookupText({ table, key, at, column }: Lookup): string {
  const columns =
    typeof key === 'string'
      ? key
      : `{${key.map(({ column, text }) => `${JSON.stringify(column)}: ${text}`).join(', ')}}`;
  const day = at === null ? '' : `, ${at}`;
  return `$table(${JSON.stringify(table)}, ${columns}${day})${column === null ? '' : `.${nameText(column)}`}`;
}

/** A comment may not hold what ends one. */
function commentText(comment: string, indent: string): string {
  return `/* ${comment
    .replaceAll('*/', '* /')
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join(`\n${indent}   `)} */`;
}

/** A text before `?` must not have looser operators of its own. */
function asOperand(text: string): string {
  const loose = ['?', ':', ':=', ';', ','];
  const span = spanOf(text);
  const isLoose = !span || outerTokens(span).some(({ token }) => loose.some((operator) => isOperator(token, operator)));
  return isLoose ? `(${text})` : text;
}

/** A text before `.` must bind as tightly as a path. */
function asStep(text: string): string {
  const span = spanOf(text);
  const tight = new Set(['.', '[', '(', '^', '@', '#', '%', '*', '**', '{']);
  const isTight = span && outerTokens(span).every(({ token }) => token.type !== 'operator' || tight.has(token.text));
  return isTight ? text : `(${text})`;
}

const PLAIN_NAME = /^(?!(?:and|or|in|true|false|null|function)$)[A-Za-z_][A-Za-z0-9_]*$/;

function nameText(name: string): string {
  return PLAIN_NAME.test(name) ? name : `\`${name}\``;
}

/** The JSONata path to a place in a message: `['lines', 0, 'unit price']` → ``lines[0].`unit price` ``. Empty: `$`. */
export function pathTo(parts: readonly (string | number)[]): string {
  return (
    parts.reduce<string>((path, step) => {
      if (typeof step === 'number') return `${path || '$'}[${step}]`;
      if (step.includes('`')) return `$lookup(${path || '$'}, ${JSON.stringify(step)})`;
      return path === '' ? nameText(step) : `${path}.${nameText(step)}`;
    }, '') || '$'
  );
}
