import { parsed } from './ast.ts';

/** One way that a field goes through a mapping: dotted paths without indexes; '' is the whole message. */
export interface Copy {
  from: string;
  to: string;
}

/** What a value is made from: places in the message, and for an object its fields one by one. */
interface Made {
  from: ReadonlySet<string>;
  fields: ReadonlyMap<string, Made>;
}

type Node = { type?: string; value?: unknown } & Record<string, unknown>;
type Names = ReadonlyMap<string, Made>;

const NOTHING: Made = { from: new Set(), fields: new Map() };
const WHOLE: Made = { from: new Set(['']), fields: new Map() };

/**
 * Which fields of the message each field of a JSONata expression's value is made from. Where it cannot be told, a field is made from
 * more, never from less; a condition is no source of what it chooses. Null when the text is not JSONata.
 */
export function lineageOf(text: string): Copy[] | null {
  const read = parsed(text);
  if (!('ast' in read)) return null;
  return flat(made(read.ast as Node, WHOLE, new Map()), '');
}

function flat({ from, fields }: Made, to: string): Copy[] {
  const own = [...from].map((path) => ({ from: path, to }));
  return [...own, ...[...fields].flatMap(([name, field]) => flat(field, joined(to, name)))];
}

function made(node: Node | undefined, here: Made, names: Names): Made {
  if (node === undefined || node === null) return NOTHING;
  const inner = (key: string) => made(node[key] as Node | undefined, here, names);
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
    case 'regex':
      return NOTHING;
    case 'name':
      return within(here, String(node.value));
    case 'variable':
      return variable(String(node.value), here, names);
    case 'path':
      return path(node, here, names);
    case 'block':
      return block(node['expressions'] as Node[], here, names);
    case 'condition':
      return merged([inner('then'), inner('else')]);
    case 'unary':
      return unary(node, here, names);
    case 'function':
    case 'partial':
      return call(node, here, names);
    case 'bind':
      return inner('rhs');
    case 'binary':
    case 'apply':
      return spread([inner('lhs'), inner('rhs')]);
    default:
      return whatever(node, here, names);
  }
}

function path(node: Node, here: Made, names: Names): Made {
  let at = here;
  let known = names;
  for (const step of node['steps'] as Node[]) {
    at = made(step, at, known);
    for (const bound of ['focus', 'index']) {
      if (typeof step[bound] === 'string') known = new Map([...known, [step[bound], bound === 'focus' ? at : NOTHING]]);
    }
  }
  const group = node['group'] as { lhs: [Node, Node][] } | undefined;
  return group === undefined ? at : object(group.lhs, at, known);
}

/** `(…; …)`: names are bound in order, the last expression is the value. */
function block(expressions: Node[], here: Made, names: Names): Made {
  const known = new Map(names);
  let last = NOTHING;
  for (const one of expressions) {
    last = made(one, here, known);
    const name = (one['lhs'] as Node | undefined)?.value;
    if (one.type === 'bind' && typeof name === 'string') known.set(name, last);
  }
  return last;
}

function unary(node: Node, here: Made, names: Names): Made {
  if (node.value === '{') return object(node['lhs'] as [Node, Node][], here, names);
  if (node.value === '[') return merged((node['expressions'] as Node[]).map((one) => made(one, here, names)));
  return made(node['expression'] as Node, here, names);
}

function object(entries: [Node, Node][], here: Made, names: Names): Made {
  const fields = new Map<string, Made>();
  const loose: Made[] = [];
  for (const [key, value] of entries) {
    const held = made(value, here, names);
    if (key.type === 'string') fields.set(String(key.value), merged([fields.get(String(key.value)) ?? NOTHING, held]));
    else loose.push(held, made(key, here, names));
  }
  return { from: spread(loose).from, fields };
}

/** A row of a reference table is no patient's; what else a function gives may hold anything it was given. */
function call(node: Node, here: Made, names: Names): Made {
  const name = String((node['procedure'] as Node | undefined)?.value ?? '');
  if (name === 'table' || name === 'count' || name === 'exists') return NOTHING;
  const given = (node['arguments'] as Node[]).map((one) => made(one, here, names));
  if (['merge', 'append', 'distinct', 'reverse', 'sort', 'filter'].includes(name)) return merged(given);
  return spread(given);
}

/** `$` and `$$`; what a name inside a function's body stands for is anybody's guess. */
function variable(name: string, here: Made, names: Names): Made {
  if (name === '') return here;
  if (name === '$') return WHOLE;
  if (name === 'context') return NOTHING;
  return names.get(name) ?? here;
}

/** Anything else: every part of it may be in the value. */
function whatever(node: Node, here: Made, names: Names): Made {
  if (node.type === 'wildcard' || node.type === 'descendant' || node.type === 'parent') return spread([here, here]);
  const parts = Object.values(node).flatMap((part) => (Array.isArray(part) ? part.flat(2) : [part]));
  const nodes = parts.filter((part): part is Node => typeof part === 'object' && part !== null && 'type' in part);
  return spread(nodes.map((one) => made(one, here, names)));
}

function within({ from, fields }: Made, name: string): Made {
  const field = fields.get(name) ?? NOTHING;
  return { from: new Set([...field.from, ...[...from].map((path) => joined(path, name))]), fields: field.fields };
}

function merged(all: readonly Made[]): Made {
  const fields = new Map<string, Made>();
  for (const one of all) {
    for (const [name, field] of one.fields) fields.set(name, merged([fields.get(name) ?? NOTHING, field]));
  }
  return { from: new Set(all.flatMap(({ from }) => [...from])), fields };
}

/** All of it as one value. */
function spread(all: readonly Made[]): Made {
  const every = ({ from, fields }: Made): string[] => [...from, ...[...fields.values()].flatMap(every)];
  return { from: new Set(all.flatMap(every)), fields: new Map() };
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
