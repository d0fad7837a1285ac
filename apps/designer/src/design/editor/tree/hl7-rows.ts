import type { Hl7Tree } from '../message/hl7.ts';
import type { Child, Parent } from './rows.ts';

/**
 * Lines of an HL7 message as one reads it: segments by their names, fields and components by their numbers. What is alone in its place
 * (one repetition, one component) has no line of its own.
 */
export function hl7Children({ segments }: Hl7Tree): (parent: Parent) => Child[] {
  const names = segments.map(({ id }) => id);
  return ({ path, value }) => {
    if (path.length === 0) return segments.map((segment, i) => child(nameAt(names, i), segment, ['segments', i]));
    const segment = names[path[1] as number]!;
    if (value === null || typeof value !== 'object') return [];
    if (Array.isArray(value)) {
      return value.map((one: unknown, i) =>
        child(`${segment}-${numberOf(path[2])}[${i + 1}]`, ...lone(one, [...path, i])),
      );
    }
    return Object.entries(value)
      .filter(([key]) => path.length !== 2 || /^f\d+$/.test(key))
      .map(([key, inner]) => {
        const own = [...path, key];
        if (path.length > 2) return child(nameIn(segment, own), inner, own);
        return child(
          nameIn(segment, own),
          ...(Array.isArray(inner) && inner.length === 1 ? lone(inner[0], [...own, 0]) : pair(inner, own)),
        );
      });
  };
}

type Pair = [value: unknown, path: (string | number)[]];

const pair = (value: unknown, path: (string | number)[]): Pair => [value, path];

function child(key: string, value: unknown, path: (string | number)[]): Child {
  return { key, value, shape: undefined, path };
}

/** A repetition that is one component is that component. */
function lone(repetition: unknown, path: (string | number)[]): Pair {
  const only = repetition !== null && typeof repetition === 'object' ? Object.entries(repetition) : [];
  return only.length === 1 && only[0]![0] === 'c1' ? [only[0]![1], [...path, 'c1']] : [repetition, path];
}

function nameAt(names: readonly string[], i: number): string {
  const name = names[i]!;
  const turns = names.filter((other) => other === name).length;
  return turns === 1 ? name : `${name}[${names.slice(0, i).filter((other) => other === name).length + 1}]`;
}

/** `PID-3.4.2`, without a repetition: that has a line above. */
function nameIn(segment: string, path: readonly (string | number)[]): string {
  const [field, component, subcomponent] = path
    .slice(2)
    .filter((part) => typeof part === 'string')
    .map(numberOf);
  return [`${segment}-${field}`, component, subcomponent].filter((part) => part !== undefined).join('.');
}

function numberOf(part: string | number | undefined): string {
  return String(part).slice(1);
}
