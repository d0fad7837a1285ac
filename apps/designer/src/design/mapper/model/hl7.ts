import { type Hl7Tree, isHl7 } from '../../editor/message/hl7.ts';
import { emptyShape, type Shape, withSample } from '../../editor/message/shape.ts';
import type { Path } from '../../editor/take.ts';

/** What the standard calls a place; empty where it has no name. */
export type NameOf = (path: Path) => string;

/**
 * An HL7 message as the mapper shows it: a branch for each kind of segment, found by its name; what never repeats in a sample is no
 * list, and a field of one component is a value. Any other message as it is.
 */
export function bySegment(shape: Shape, messages: readonly unknown[], nameOf: NameOf): Shape {
  const trees = messages.filter(isHl7);
  const first = trees[0];
  if (first === undefined || trees.length < messages.length) return shape;
  const ids = [...new Set(trees.flatMap(({ segments }) => segments.map(({ id }) => id)))];
  const segments: Shape = {
    ...emptyShape('segments'),
    kind: 'object',
    type: 'object',
    fields: ids.map((id) => branch(id, trees, nameOf)),
  };
  return { ...emptyShape(), kind: 'object', type: 'object', fields: [segments] };
}

function branch(id: string, trees: readonly Hl7Tree[], nameOf: NameOf): Shape {
  const all = trees.map(({ segments }) => segments.filter((segment) => segment.id === id));
  const repeats = all.some(({ length }) => length > 1);
  const numbers = new Set(all.flat().flatMap((segment) => Object.keys(segment).filter((key) => /^f\d+$/.test(key))));
  const fields = [...numbers]
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
    .map((key) =>
      fieldOf(
        id,
        key,
        all.flat().map((segment) => segment[key]),
        (path) => nameOf([...placeIn(trees[0]!, id), ...path]),
      ),
    );
  const own = { ...emptyShape(id), ...titled(nameOf(placeIn(trees[0]!, id))), step: `[id="${id}"]` };
  const body: Shape = { ...own, kind: 'object', type: 'object', fields };
  return repeats ? { ...own, kind: 'list', type: 'list', fields: [], element: { ...body, name: '' } } : body;
}

/** Where the first segment of a kind stands; the standard names it the same wherever it is. */
function placeIn({ segments }: Hl7Tree, id: string): Path {
  return ['segments', segments.findIndex((segment) => segment.id === id)];
}

function fieldOf(segment: string, key: string, values: readonly unknown[], nameOf: NameOf): Shape {
  const repetitions = values.flatMap((value) => (Array.isArray(value) ? [value as unknown[]] : []));
  const label = `${segment}-${key.slice(1)}`;
  const element = repetitions.flat().reduce<Shape>((shape, one) => withSample(shape, one), emptyShape());
  const own = { ...emptyShape(key), label, ...titled(nameOf([key])) };
  const fields = element.fields.map((part) => partOf(part, label, (path) => nameOf([key, 0, ...path])));
  if (repetitions.some(({ length }) => length > 1))
    return { ...own, kind: 'list', type: 'list', element: { ...element, fields } };
  const isAlone = fields.length === 1 && fields[0]!.name === 'c1' && fields[0]!.kind === 'value';
  if (isAlone) return { ...own, kind: 'value', type: 'text', step: `${key}[0].c1` };
  return { ...own, kind: 'object', type: 'object', step: `${key}[0]`, fields };
}

function partOf(part: Shape, above: string, nameOf: NameOf): Shape {
  const label = `${above}.${part.name.slice(1)}`;
  const fields = part.fields.map((inner) => partOf(inner, label, (path) => nameOf([part.name, ...path])));
  return { ...part, label, ...titled(nameOf([part.name])), fields };
}

function titled(title: string): { title?: string } {
  return title === '' ? {} : { title };
}

/** The first value at a place of such a tree. */
export function hl7ValueAt(
  { segments }: Hl7Tree,
  [, id, field, component = 'c1', subcomponent]: readonly string[],
): unknown {
  const segment = segments.find((one) => one.id === id && (field === undefined || one[field] !== undefined));
  const repetition = field === undefined ? undefined : (segment?.[field] as Record<string, unknown>[] | undefined)?.[0];
  const found = repetition?.[component];
  return subcomponent === undefined ? found : (found as Record<string, unknown> | undefined)?.[subcomponent];
}

/** A path of the mapper's tree as it is in the message itself, for completion. */
export function withoutSegments(path: readonly string[]): string[] {
  return path.filter((_, i) => !(i === 1 && path[0] === 'segments'));
}
