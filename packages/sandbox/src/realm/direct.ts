import { BAIL, bail } from './bail.ts';
import { type Bound, booleanOf, calculate, equal, numeric, ordered, textOf } from './direct-values.ts';

/**
 * JSONata without its interpreter, for the part of the language that mappings mostly are: paths with filters, objects, lists,
 * conditions, operators, variables of a block, and the functions of `direct-functions.ts`. Each node of the syntax tree becomes one
 * closure, once. What is outside that part is not made direct (null); where a value is met that JSONata treats in a special way, or as
 * an error, the evaluation bails out and the interpreter does it again from the start: nothing here has effects.
 */
export type Direct = (input: unknown, bindings: Bound) => unknown;

type Node = Readonly<Record<string, unknown>> & { type: string };
type Run = (input: unknown, frame: Frame) => unknown;

/** Variables of a block and, by its prototype, of those around it. */
type Frame = Record<string, unknown>;

export type DirectFunction = { least: number; most: number; call: (given: unknown[]) => unknown };

export interface DirectOptions {
  functions: ReadonlyMap<string, DirectFunction>;
  /** Names that evaluation may bind. */
  variables: readonly string[];
}

class Unsupported extends Error {}

/** Evaluates like JSONata, or throws BAIL. Null: this expression needs the interpreter. */
export function makeDirect(ast: unknown, options: DirectOptions): Direct | null {
  try {
    const run = compile(ast as Node, { ...options, bound: new Set(options.variables) });
    return (input, bindings) => {
      if (Array.isArray(input) || input === undefined) bail();
      const frame = Object.assign(Object.create(null) as Frame, bindings, { $: input });
      return run(input, frame);
    };
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

export { BAIL };

interface Scope {
  functions: DirectOptions['functions'];
  bound: Set<string>;
}

function compile(node: Node, scope: Scope): Run {
  const { type } = node;
  if (type === 'path') return path(node, scope);
  only(node, ['type', 'value', 'position', ...(MEMBERS[type] ?? [])]);
  switch (type) {
    case 'string':
    case 'number':
    case 'value': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return name(String(node['value']));
    case 'variable':
      return variable(String(node['value']), scope);
    case 'unary':
      return unary(node, scope);
    case 'binary':
      return binary(node, scope);
    case 'condition':
      return condition(node, scope);
    case 'block':
      return block(node, scope);
    case 'function':
      return call(node, scope);
    default:
      throw new Unsupported();
  }
}

/** What a node of each type may carry; anything else (predicates, grouping, focus, sorting, `[]`) has a meaning not known here. */
const MEMBERS: Record<string, readonly string[]> = {
  unary: ['lhs', 'expressions', 'expression'],
  binary: ['lhs', 'rhs'],
  condition: ['condition', 'then', 'else'],
  block: ['expressions'],
  function: ['procedure', 'arguments', 'name'],
};

function only(node: Node, members: readonly string[]): void {
  for (const key of Object.keys(node)) if (node[key] !== undefined && !members.includes(key)) throw new Unsupported();
}

function name(key: string): Run {
  return (input) => {
    if (typeof input !== 'object' || input === null) return undefined;
    if (Array.isArray(input)) bail();
    return Object.hasOwn(input, key) ? (input as Record<string, unknown>)[key] : undefined;
  };
}

function variable(key: string, { bound }: Scope): Run {
  if (key === '') return (input) => input;
  if (key !== '$' && !bound.has(key)) throw new Unsupported();
  return (_, frame) => frame[key];
}

interface Step {
  run: Run;
  filters: Run[];
  /** What a block or variable gives may be a collected list, which one of less than two elements does not show. */
  mayCollect: boolean;
}

/** A list that a path has collected: of one element it is that element, unless the path keeps lists. */
function path(node: Node, scope: Scope): Run {
  only(node, ['type', 'steps', 'keepSingletonArray', 'keepArray', 'position', 'value']);
  const nodes = node['steps'] as Node[];
  const steps = nodes.map((step, i) => stepOf(step, scope, i));
  const keeps = node['keepSingletonArray'] === true || node['keepArray'] === true;
  const isAbsolute = nodes[0]!.type === 'variable';
  const last = steps.length - 1;
  return (input, frame) => {
    let at: readonly unknown[] = Array.isArray(input) && !isAbsolute ? input : [input];
    for (let i = 0; i <= last; i++) {
      const found = collect(steps[i]!, at, frame);
      if (found.length === 0) return undefined;
      const [one] = found;
      if (i === last && found.length === 1 && Array.isArray(one)) return one;
      at = flat(found);
      if (at.length === 0) return undefined;
    }
    return at.length === 1 && !keeps ? at[0] : at;
  };
}

function stepOf(node: Node, scope: Scope, index: number): Step {
  const { stages, keepArray: _, ...bare } = node as Node & { stages?: Node[]; keepArray?: boolean };
  const isKnown = bare.type === 'name' || (bare.type === 'unary' && bare['value'] === '{') || bare.type === 'block';
  if (!isKnown && !(bare.type === 'variable' && index === 0)) throw new Unsupported();
  const filters = (stages ?? []).map((stage) => filterOf(stage, scope));
  return { run: compile(bare, scope), filters, mayCollect: bare.type === 'block' || bare.type === 'variable' };
}

/** Only filters by a condition: by a number they choose by place, which has rules of its own. */
function filterOf(stage: Node, scope: Scope): Run {
  const expr = stage['expr'] as Node;
  if (stage.type !== 'filter' || expr.type !== 'binary' || !CONDITIONS.has(String(expr['value']))) {
    throw new Unsupported();
  }
  return compile(expr, scope);
}

const CONDITIONS = new Set(['=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in']);

/** What the step gives for each element. A filter's answer is a collected list, never one to be handed on as it is. */
function collect({ run, filters, mayCollect }: Step, at: readonly unknown[], frame: Frame): unknown[] {
  const found: unknown[] = [];
  for (const element of at) {
    let value = run(element, frame);
    if (Array.isArray(value) && (value.some(Array.isArray) || (mayCollect && value.length < 2))) bail();
    if (filters.length > 0) {
      let kept: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
      for (const filter of filters) kept = kept.filter((one) => booleanOf(filter(one, frame)));
      if (kept.length === 1) [value] = kept;
      else value = kept.length === 0 ? undefined : kept;
    }
    if (value !== undefined) found.push(value);
  }
  return found;
}

function flat(found: readonly unknown[]): unknown[] {
  const all: unknown[] = [];
  for (const one of found) {
    if (Array.isArray(one)) all.push(...(one as unknown[]));
    else all.push(one);
  }
  return all;
}

function unary(node: Node, scope: Scope): Run {
  if (node['value'] === '{') return object(node['lhs'] as [Node, Node][], scope);
  if (node['value'] === '[') return list(node['expressions'] as Node[], scope);
  const run = compile(node['expression'] as Node, scope);
  return (input, frame) => {
    const value = run(input, frame);
    return value === undefined ? undefined : -numeric(value);
  };
}

/** Members without a value are left out. Keys are written in the text; two alike are an error, for the interpreter to say. */
function object(pairs: [Node, Node][], scope: Scope): Run {
  const members = pairs.map(([key, value]) => {
    if (key.type !== 'string') throw new Unsupported();
    return { key: String(key['value']), run: compile(value, scope) };
  });
  const keys = new Set(members.map(({ key }) => key));
  if (keys.size < members.length || [...keys].some((key) => key.startsWith('_jsonata_'))) throw new Unsupported();
  return (input, frame) => {
    if (Array.isArray(input)) bail();
    const made = Object.create(null) as Record<string, unknown>;
    for (const { key, run } of members) {
      const value = run(input, frame);
      if (value !== undefined) made[key] = value;
    }
    return made;
  };
}

/** A list within a list stays one; what else is a list is taken apart. */
function list(nodes: Node[], scope: Scope): Run {
  const elements = nodes.map((node) => ({ isList: node['value'] === '[', run: compile(node, scope) }));
  return (input, frame) => {
    const made: unknown[] = [];
    for (const { isList, run } of elements) {
      const value = run(input, frame);
      if (value === undefined) continue;
      if (!isList && Array.isArray(value)) made.push(...(value as unknown[]));
      else made.push(value);
    }
    return made;
  };
}

function binary(node: Node, scope: Scope): Run {
  const left = compile(node['lhs'] as Node, scope);
  const right = compile(node['rhs'] as Node, scope);
  const operator = String(node['value']);
  switch (operator) {
    case 'and':
      return (input, frame) => booleanOf(left(input, frame)) && booleanOf(right(input, frame));
    case 'or':
      return (input, frame) => booleanOf(left(input, frame)) || booleanOf(right(input, frame));
    case '&':
      return (input, frame) => textOf(left(input, frame)) + textOf(right(input, frame));
    case '=':
    case '!=':
      return (input, frame) => {
        const [a, b] = [left(input, frame), right(input, frame)];
        return a === undefined || b === undefined ? false : equal(a, b) === (operator === '=');
      };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (input, frame) => ordered(operator, left(input, frame), right(input, frame));
    case 'in':
      return (input, frame) => {
        const [a, b] = [left(input, frame), right(input, frame)];
        return a === undefined || b === undefined ? false : (Array.isArray(b) ? b : [b]).includes(a);
      };
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return (input, frame) => calculate(operator, left(input, frame), right(input, frame));
    default:
      throw new Unsupported();
  }
}

function condition(node: Node, scope: Scope): Run {
  const holds = compile(node['condition'] as Node, scope);
  const then = compile(node['then'] as Node, scope);
  const otherwise = node['else'] === undefined ? () => undefined : compile(node['else'] as Node, scope);
  return (input, frame) => (booleanOf(holds(input, frame)) ? then : otherwise)(input, frame);
}

/** Names are bound from where they are written on, inside the block only. */
function block(node: Node, { functions, bound }: Scope): Run {
  const scope: Scope = { functions, bound: new Set(bound) };
  const parts = (node['expressions'] as Node[]).map((part) => {
    if (part.type !== 'bind') return { into: null, run: compile(part, scope) };
    only(part, ['type', 'value', 'position', 'lhs', 'rhs']);
    const into = String((part['lhs'] as Node)['value']);
    if (functions.has(into) || into === '$' || into === '') throw new Unsupported();
    const run = compile(part['rhs'] as Node, scope);
    scope.bound.add(into);
    return { into, run };
  });
  return (input, frame) => {
    const inner = Object.create(frame) as Frame;
    let value: unknown;
    for (const { into, run } of parts) {
      value = run(input, inner);
      if (into !== null) inner[into] = value;
    }
    return value;
  };
}

function call(node: Node, scope: Scope): Run {
  const procedure = node['procedure'] as Node;
  const known = procedure.type === 'variable' ? scope.functions.get(String(procedure['value'])) : undefined;
  const given = (node['arguments'] as Node[]).map((argument) => compile(argument, scope));
  if (known === undefined || given.length < known.least || given.length > known.most) throw new Unsupported();
  return (input, frame) => known.call(given.map((run) => run(input, frame)));
}
