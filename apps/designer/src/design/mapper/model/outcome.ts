import type { Mapping, Value } from '@throughline/nodes/mapping';
import type { Place } from './place.ts';

const USE = 'use';
const OTHERWISE = 'otherwise';

/**
 * The mapping to be worked out for its picture: what an if with an otherwise gives stands in `use` or in `otherwise`, so that no value is
 * shown at the way that was not taken. The same mapping where there is no such if.
 */
export function withBranches(mapping: Mapping): Mapping {
  const root = branched(mapping.root);
  return root === mapping.root ? mapping : { ...mapping, root };
}

function branched(value: Value): Value {
  switch (value.kind) {
    case 'object': {
      const fields = value.fields.map((field) => ({ ...field, value: branched(field.value) }));
      return fields.every((field, i) => field.value === value.fields[i]!.value) ? value : { ...value, fields };
    }
    case 'list': {
      const items = value.items.map(branched);
      return items.every((item, i) => item === value.items[i]) ? value : { ...value, items };
    }
    case 'each': {
      const inner = branched(value.value);
      return inner === value.value ? value : { ...value, value: inner };
    }
    case 'if': {
      const use = branched(value.use);
      if (value.otherwise === null) return use === value.use ? value : { ...value, use };
      return { ...value, use: within(USE, use), otherwise: within(OTHERWISE, branched(value.otherwise)) };
    }
    default:
      return value;
  }
}

function within(name: string, value: Value): Value {
  return { kind: 'object', fields: [{ name, value }] };
}

/**
 * What stands at a place of the outgoing message: of lists the first element. Undefined: nothing. `root` is the mapping that was worked
 * out with its branches, null for an output as it is.
 */
export function outcomeAt(root: Value | null, output: unknown, place: Place): unknown {
  const [step, ...rest] = place;
  if (root?.kind === 'if') {
    if (root.otherwise === null) return outcomeAt(root.use, output, place);
    if (step === 'otherwise') return outcomeAt(root.otherwise, fieldOf(output, OTHERWISE), rest);
    if (step !== undefined) return outcomeAt(root.use, fieldOf(output, USE), place);
    const taken = hasField(output, USE) ? root.use : root.otherwise;
    return outcomeAt(taken, fieldOf(output, taken === root.use ? USE : OTHERWISE), place);
  }
  if (step === undefined) return output;
  if (step === 'otherwise') return outcomeAt(root, output, rest);
  if (typeof step === 'object') {
    const inner = root?.kind === 'object' ? root.fields.find(({ name }) => name === step.field)?.value : undefined;
    return outcomeAt(inner ?? null, fieldOf(output, step.field), rest);
  }
  const element = Array.isArray(output) ? (output as unknown[])[step === 'each' ? 0 : step] : output;
  if (step === 'each') return outcomeAt(root?.kind === 'each' ? root.value : null, element, rest);
  return outcomeAt(root?.kind === 'list' ? (root.items[step] ?? null) : null, element, rest);
}

function fieldOf(value: unknown, name: string): unknown {
  return value === null || typeof value !== 'object' ? undefined : (value as Record<string, unknown>)[name];
}

function hasField(value: unknown, name: string): boolean {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name);
}
