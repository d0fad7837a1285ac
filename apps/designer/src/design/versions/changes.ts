import {
  type Changes,
  diff,
  type FieldChange,
  type FlowDiff,
  type FlowDocument,
  type FlowNode,
  type Wire,
} from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { Mark } from '../canvas/derive.ts';
import { wireKey } from '../store/view.ts';
import { fieldWords } from './field-words.ts';

/** One difference between two versions, as somebody goes through them. */
export interface Change {
  key: string;
  mark: Mark;
  title: string;
  /** What the difference is, in a few words. */
  about: string;
  /** Whether messages may notice. */
  isBehaviour: boolean;
  /** Nodes, frames or notes to look at, on either side. */
  ids: string[];
  /** Of the node that differs, whose form has words for its settings. */
  type?: string;
  fields: FieldChange[];
}

export interface Comparison {
  changes: Change[];
  /** Marks by id and by `wireKey`, for the older and the newer drawing. */
  before: ReadonlyMap<string, Mark>;
  after: ReadonlyMap<string, Mark>;
  difference: FlowDiff;
}

/** Marks of these changes alone: where only what messages notice is gone through, only that is marked. Of wires everything is noticed. */
export function marksFor(changes: readonly Change[], marks: ReadonlyMap<string, Mark>): ReadonlyMap<string, Mark> {
  const shown = new Set(changes.map(({ key }) => key));
  const isShown = (id: string) => ['node', 'moved', 'drawn'].some((kind) => shown.has(`${kind} ${id}`));
  return new Map([...marks].filter(([id]) => id.includes(' ') || isShown(id)));
}

const SILENT = new Set(['/name', '/note']);

/** Compares two versions for people: what messages notice first, then words and samples, then the drawing. */
export function compare(older: FlowDocument, newer: FlowDocument): Comparison {
  const difference = diff(older, newer);
  const nameOf = namesOf(older, newer);
  const changes = [
    ...nodeChanges(difference),
    ...wireChanges(difference, nameOf),
    ...fixtureChanges(difference, nameOf),
    ...(difference.flow.length === 0
      ? []
      : [change('flow', 'changed', 'About the flow', 'Its name or description', [], difference.flow, false)]),
    ...drawingChanges(difference, nameOf),
  ];
  const sorted = [...changes.filter(({ isBehaviour }) => isBehaviour), ...changes.filter((one) => !one.isBehaviour)];
  return { changes: sorted, difference, ...marksOf(difference) };
}

function change(
  key: string,
  mark: Mark,
  title: string,
  about: string,
  ids: string[],
  fields: FieldChange[] = [],
  isBehaviour = true,
): Change {
  return { key, mark, title, about, ids, fields, isBehaviour };
}

function nodeChanges({ nodes: { added, removed, changed } }: FlowDiff): Change[] {
  const typed = (node: FlowNode, made: Change): Change => ({ ...made, type: node.type });
  const whole = (node: FlowNode, mark: Mark, fields: FieldChange[]) =>
    typed(node, change(`node ${node.id}`, mark, node.name, nameOfType(node.type), [node.id], fields));
  return [
    ...added.map((node) =>
      whole(
        node,
        'added',
        settingsAs(node, (value) => ({ before: undefined, after: value })),
      ),
    ),
    ...removed.map((node) =>
      whole(
        node,
        'removed',
        settingsAs(node, (value) => ({ before: value, after: undefined })),
      ),
    ),
    ...changed.map(({ after, fields }) => {
      const isBehaviour = fields.some(({ field }) => !SILENT.has(field));
      const words = new Set(fields.map(({ field }) => fieldWords(field, after.type)[0]));
      const about = [...words].join(', ');
      return typed(after, change(`node ${after.id}`, 'changed', after.name, about, [after.id], fields, isBehaviour));
    }),
  ];
}

function nameOfType(type: string): string {
  return catalogue.get(type)?.name ?? type;
}

/** What was set of a node that is there on one side only. */
function settingsAs(node: FlowNode, side: (value: unknown) => Omit<FieldChange, 'field'>): FieldChange[] {
  return Object.entries(node.config)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => ({ field: `/config/${name}`, ...side(value) }));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

function wireChanges({ wires }: FlowDiff, nameOf: (id: string) => string): Change[] {
  const title = ({ from, to }: Wire) => `${nameOf(from)} → ${nameOf(to)}`;
  const ends = ({ from, to }: Wire) => [from, to];
  return [
    ...wires.added.map((wire) => change(wireKey(wire), 'added', title(wire), `Wire from “${wire.port}”`, ends(wire))),
    ...wires.removed.map((wire) =>
      change(wireKey(wire), 'removed', title(wire), `Wire from “${wire.port}”`, ends(wire)),
    ),
    ...wires.rewired.map(({ before, after }) =>
      change(wireKey(after), 'changed', title(after), `Wire, was ${title(before)}`, [...ends(before), ...ends(after)]),
    ),
  ];
}

function fixtureChanges({ fixtures }: FlowDiff, nameOf: (id: string) => string): Change[] {
  const about = (node: string) => `Sample of ${nameOf(node)}`;
  const key = (one: { node: string; kind: string; name: string }) => `fixture ${one.node} ${one.kind} ${one.name}`;
  return [
    ...fixtures.added.map((one) => change(key(one), 'added', one.name, about(one.node), [one.node], [], false)),
    ...fixtures.removed.map((one) => change(key(one), 'removed', one.name, about(one.node), [one.node], [], false)),
    ...fixtures.changed.map(({ after, fields }) =>
      change(key(after), 'changed', after.name, about(after.node), [after.node], fields, false),
    ),
  ];
}

function drawingChanges({ drawing }: FlowDiff, nameOf: (id: string) => string): Change[] {
  return [
    ...drawing.moved.map((id) => change(`moved ${id}`, 'moved', nameOf(id), 'Moved on the canvas', [id], [], false)),
    ...drawn(drawing.frames, 'Frame', ({ title }) => title),
    ...drawn(drawing.notes, 'Note', ({ text }) => text.slice(0, 60)),
  ];
}

function drawn<T extends { id: string }>(
  { added, removed, changed }: Changes<T>,
  word: string,
  name: (item: T) => string,
): Change[] {
  const titled = (item: T) => name(item) || word;
  return [
    ...added.map((item) => change(`drawn ${item.id}`, 'added', titled(item), word, [item.id], [], false)),
    ...removed.map((item) => change(`drawn ${item.id}`, 'removed', titled(item), word, [item.id], [], false)),
    ...changed.map(({ after, fields }) =>
      change(`drawn ${after.id}`, markOf(fields), titled(after), word, [after.id], fields, false),
    ),
  ];
}

const PLACE = new Set(['/x', '/y', '/width', '/height']);

/** A frame or note of the same words elsewhere, or of another size, is moved. */
function markOf(fields: readonly FieldChange[]): Mark {
  return fields.every(({ field }) => PLACE.has(field)) ? 'moved' : 'changed';
}

function marksOf({ nodes, wires, drawing }: FlowDiff): Pick<Comparison, 'before' | 'after'> {
  const before = new Map<string, Mark>();
  const after = new Map<string, Mark>();
  for (const id of drawing.moved) {
    before.set(id, 'moved');
    after.set(id, 'moved');
  }
  for (const { id } of [...nodes.removed, ...drawing.frames.removed, ...drawing.notes.removed])
    before.set(id, 'removed');
  for (const { id } of [...nodes.added, ...drawing.frames.added, ...drawing.notes.added]) after.set(id, 'added');
  for (const { after: item } of nodes.changed) {
    before.set(item.id, 'changed');
    after.set(item.id, 'changed');
  }
  for (const { after: item, fields } of [...drawing.frames.changed, ...drawing.notes.changed]) {
    before.set(item.id, markOf(fields));
    after.set(item.id, markOf(fields));
  }
  for (const wire of wires.removed) before.set(wireKey(wire), 'removed');
  for (const wire of wires.added) after.set(wireKey(wire), 'added');
  for (const pair of wires.rewired) {
    before.set(wireKey(pair.before), 'changed');
    after.set(wireKey(pair.after), 'changed');
  }
  return { before, after };
}

function namesOf(older: FlowDocument, newer: FlowDocument): (id: string) => string {
  const names = new Map([...older.nodes, ...newer.nodes].map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
