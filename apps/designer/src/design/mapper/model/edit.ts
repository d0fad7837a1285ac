import type { Each, Mapping, Value } from '@throughline/nodes/mapping';
import { written } from '@throughline/nodes/mapping';
import { type Shape, shapeAt } from '../../editor/message/shape.ts';
import { changed, EMPTY, insideIf, type Place, type Scope, valueAt } from './place.ts';
import { isSegmentChoice, listsOn, type Message, pathFrom, placeOfEach, same } from './reference.ts';

/** The for-eachs around a place, as the mapping stands. */
export function scopeAt(root: Value | null, place: Place, message: Message): Scope {
  const scope: (readonly string[] | null)[] = [];
  place.forEach((step, i) => {
    if (step !== 'each') return;
    const each = insideIf(valueAt(root, place.slice(0, i)));
    if (each?.kind === 'each') scope.push(placeOfEach(each, scope, message));
  });
  return scope;
}

export function setAt(mapping: Mapping, place: Place, value: Value | null): Mapping {
  return { ...mapping, root: changed(mapping.root, place, () => value) ?? EMPTY };
}

/**
 * Puts a place of the incoming message where it was dropped. A list on a list becomes a for-each; a field inside a list that is not
 * built yet makes the for-each over the list the value comes from.
 */
export function mapTo(
  mapping: Mapping,
  place: Place,
  source: readonly string[],
  message: Message,
  target: Shape | undefined,
): Mapping {
  const root = mapping.root;
  const lists = listsOn(source, message);
  const makeEach = (before: Place): Each | null => {
    const scope = scopeAt(root, before, message);
    const list = lists.find((one) => one.length < source.length && !scope.some((at) => at !== null && same(at, one)));
    return list === undefined ? null : eachOver(pathFrom(list, scope, message, false), EMPTY);
  };
  const put = (now: Value | null): Value => {
    const built = changedRootScope(root, place, source, message);
    const isList = shapeAt(message, source)?.kind === 'list';
    if (isList && target?.kind === 'list' && target.element?.kind === 'object') {
      const over = pathFrom(source, built, message, false);
      const inside = insideIf(now);
      if (inside?.kind !== 'each') return eachOver(over, EMPTY);
      return { ...inside, over, where: isSegmentChoice(inside.where) ? null : inside.where };
    }
    return { kind: 'path', path: pathFrom(source, built, message, target?.kind !== 'list') };
  };
  return { ...mapping, root: changed(root, place, (now) => inIf(now, put), makeEach) ?? EMPTY };
}

/** Keeps the ifs around a value. */
function inIf(now: Value | null, put: (now: Value | null) => Value): Value {
  return now?.kind === 'if' ? { ...now, use: inIf(now.use, put) } : put(now);
}

/** The scope at a place once the for-eachs that the drop makes are there. */
function changedRootScope(root: Value | null, place: Place, source: readonly string[], message: Message): Scope {
  const scope: (readonly string[] | null)[] = [];
  const lists = listsOn(source, message);
  place.forEach((step, i) => {
    if (step !== 'each') return;
    const each = insideIf(valueAt(root, place.slice(0, i)));
    if (each?.kind === 'each') {
      scope.push(placeOfEach(each, scope, message));
      return;
    }
    const list = lists.find((one) => one.length < source.length && !scope.some((at) => at !== null && same(at, one)));
    if (list !== undefined) scope.push(list);
  });
  return scope;
}

export function eachOver(over: string, value: Value): Each {
  return { kind: 'each', over, where: null, value, result: 'list' };
}

/** Puts a condition around what stands at a place, or around nothing yet. */
export function withCondition(value: Value | null, when: string): Value {
  if (value?.kind === 'if') return { ...value, when };
  return { kind: 'if', when, use: value ?? { kind: 'constant', value: null }, otherwise: null };
}

export function withoutCondition(value: Value | null): Value | null {
  return value?.kind === 'if' ? value.use : value;
}

/** A function around what stands there; what else it takes is left to be written. */
export function withCall(value: Value | null, name: string, more: readonly Value[] = []): Value {
  return { kind: 'call', name, arguments: value === null ? [...more] : [value, ...more] };
}

/** A row of a table by what stands there. */
export function withLookup(value: Value | null, table: string, column: string | null): Value {
  if (value?.kind === 'lookup') return { ...value, table, column };
  return { kind: 'lookup', table, key: value === null ? '""' : written(value), at: null, column };
}

/** Whether a source may be dropped without losing the structure below the place. */
export function wouldReplace(value: Value | null): boolean {
  const inside = insideIf(value);
  return (inside?.kind === 'object' && inside.fields.length > 0) || inside?.kind === 'each';
}
