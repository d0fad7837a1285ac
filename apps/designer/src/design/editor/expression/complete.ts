import { pathTo, tokensOf } from '@throughline/nodes/mapping';
import { fieldsOf, type Shape } from '../message/shape.ts';
import { functions } from './functions.ts';
import { placeAt } from './scope.ts';

export interface Suggestion {
  /** What is written. */
  insert: string;
  /** How far the caret goes back from the end of what was written. */
  back: number;
  label: string;
  /** Type, or arguments. */
  detail: string;
  help: string;
  kind: 'field' | 'function' | 'variable';
}

/** Names that stand for something in every expression. */
const variables: [name: string, detail: string, help: string][] = [
  ['$$', 'the message', 'The whole message, from inside a list or a filter.'],
  ['$', 'here', 'The value one is at.'],
  ['$context', 'of this run', 'messageId, correlationId, environment, acceptedAt, keys and trigger of this message.'],
];

const CONTEXT = [
  'messageId',
  'runId',
  'correlationId',
  'environment',
  'flow',
  'version',
  'acceptedAt',
  'keys',
  'trigger',
];
const SHOWN = 40;

/**
 * What can be written at the caret, best first, and where the word under the caret begins. `values` are named around the text, without
 * their `$`; those that it names itself are found.
 */
export function completions(
  text: string,
  caret: number,
  message: Shape,
  values: readonly string[] = [],
): { from: number; list: Suggestion[] } {
  const { from, word, inside } = placeAt(text, caret, message);
  if (/\$context\.$/.test(text.slice(0, from))) return { from, list: matching(CONTEXT.map(contextField), word) };
  if (inside === undefined) return { from, list: [] };
  const behindDot = text.slice(0, from).trimEnd().endsWith('.');
  const fields = fieldsOf(inside).map(fieldSuggestion);
  if (behindDot) return { from, list: matching(fields, word) };
  if (word.startsWith('$'))
    return { from, list: matching([...valuesOf([...values, ...namesIn(text)]), ...named(), ...called()], word) };
  return { from, list: word === '' ? fields.slice(0, SHOWN) : matching([...fields, ...called()], word) };
}

function fieldSuggestion(shape: Shape): Suggestion {
  const help = [shape.title !== shape.name ? shape.title : undefined, shape.description].filter(Boolean).join(': ');
  return { insert: pathTo([shape.name]), back: 0, label: shape.name, detail: shape.type, help, kind: 'field' };
}

function contextField(name: string): Suggestion {
  return { insert: name, back: 0, label: name, detail: '', help: '', kind: 'field' };
}

function valuesOf(names: readonly string[]): Suggestion[] {
  return [...new Set(names)].map((name) => ({
    insert: `$${name}`,
    back: 0,
    label: `$${name}`,
    detail: 'named value',
    help: '',
    kind: 'variable',
  }));
}

function namesIn(text: string): string[] {
  const tokens = tokensOf(text);
  return tokens.flatMap(({ type, text: name }, i) =>
    type === 'variable' && tokens[i + 1]?.text === ':=' ? [name.slice(1)] : [],
  );
}

function named(): Suggestion[] {
  return variables.map(([name, detail, help]) => ({
    insert: name,
    back: 0,
    label: name,
    detail,
    help,
    kind: 'variable',
  }));
}

function called(): Suggestion[] {
  return functions.map(({ name, takes, help }) => ({
    insert: `$${name}()`,
    back: takes === '' ? 0 : 1,
    label: `$${name}`,
    detail: takes,
    help,
    kind: 'function',
  }));
}

/** Those that begin with the word first, then those that have it in them; none when only the word itself would be left. */
function matching(all: Suggestion[], word: string): Suggestion[] {
  const wanted = word.toLowerCase();
  const rank = ({ label, help }: Suggestion) => {
    const name = label.toLowerCase();
    if (name.startsWith(wanted) || name.startsWith(`$${wanted}`)) return 0;
    if (name.includes(wanted.replace(/^\$/, ''))) return 1;
    return wanted.length > 2 && help.toLowerCase().includes(wanted) ? 2 : 3;
  };
  const found = all
    .map((one) => ({ one, rank: rank(one) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
  return found.length === 1 && found[0]!.insert === word ? [] : found.slice(0, SHOWN);
}
