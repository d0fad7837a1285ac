import { FormatError } from '../error.ts';
import { type Hl7Component, type Hl7Message, type Hl7Repetition, type Hl7Segment, keyOf, MAX_PARTS } from './tree.ts';

/** Where a value is, 1-based throughout. Absent parts mean the whole of what stands before them. */
export interface Hl7Path {
  segment: string;
  occurrence: number;
  field: number;
  repetition?: number;
  component?: number;
  subcomponent?: number;
}

const PATH = /^([A-Z][A-Z0-9]{2})(?:\[(\d+)\])?[-.](\d+)(?:\[(\d+)\])?(?:[-.](\d+)(?:[-.](\d+))?)?$/;
const paths = new Map<string, Hl7Path>();

/** `PID-3.1`, `PID-3[2].4.1`, `OBX[2]-5` to its numbers; throws `hl7_bad_path`. */
export function parseHl7Path(path: string): Hl7Path {
  const known = paths.get(path);
  if (known) return known;
  const found = PATH.exec(path);
  const [segment = '', ...parts] = found?.slice(1) ?? [];
  const numbers = parts.map((part) => (part === undefined ? undefined : Number(part)));
  const [occurrence = 1, field = 0, repetition, component, subcomponent] = numbers;
  if (!found || numbers.concat(field).some((number) => number === 0 || (number ?? 1) > MAX_PARTS)) {
    throw new FormatError(
      'hl7_bad_path',
      'An HL7 path looks like PID-3, PID-3.1, PID-3[2].4.1 or OBX[2]-5, counted from 1.',
      { offset: 0 },
    );
  }
  const parsed = { segment, occurrence, field, repetition, component, subcomponent };
  if (paths.size >= 1000) paths.clear();
  paths.set(path, parsed);
  return parsed;
}

/**
 * The text at a path (2.10 numbering), or undefined when nothing was sent there. Parts the path leaves out are the first ones:
 * `PID-5` is the family name in PID-5[1].1.1. HL7 null is the text `""`.
 */
export function pick(message: Hl7Message, path: string): string | undefined {
  const at = parseHl7Path(path);
  const field = findSegment(message.segments, at)?.[keyOf('f', at.field)];
  const component = field?.[(at.repetition ?? 1) - 1]?.[keyOf('c', at.component ?? 1)];
  if (component === undefined) return undefined;
  if (typeof component === 'string') return (at.subcomponent ?? 1) === 1 ? component : undefined;
  return component[keyOf('s', at.subcomponent ?? 1)];
}

/**
 * A copy of the message with the text put at a path; undefined or '' takes it away. The value replaces everything that the path
 * names: `PID-5` the whole field, `PID-5[2]` one repetition, `PID-5.1` one component with its subcomponents. What is missing on
 * the way is made; a new segment stands behind the last one of its kind, else at the end.
 */
export function setHl7(message: Hl7Message, path: string, value: string | undefined): Hl7Message {
  const at = parseHl7Path(path);
  const text = value === '' ? undefined : value;
  const found = findSegment(message.segments, at);
  if (!found && text === undefined) return message;
  const key = keyOf('f', at.field);
  const field = fieldWith(found?.[key] ?? [], at, text);
  const segment: Hl7Segment = { ...(found ?? { id: at.segment }) };
  if (field.length === 0) delete segment[key];
  else segment[key] = field;
  if (found) return { ...message, segments: message.segments.map((each) => (each === found ? segment : each)) };
  const last = message.segments.findLastIndex((each) => each.id === at.segment);
  const segments = message.segments.toSpliced(last < 0 ? message.segments.length : last + 1, 0, segment);
  return { ...message, segments, ...(message.encoding ? { encoding: withoutShifted(message.encoding, last) } : {}) };
}

/** Segments behind a new one have other indexes; how their sender wrote them moves along. */
function withoutShifted(
  encoding: NonNullable<Hl7Message['encoding']>,
  last: number,
): NonNullable<Hl7Message['encoding']> {
  if (!encoding.exact || last < 0) return encoding;
  const moved = Object.entries(encoding.exact).map(([index, exact]) => [
    Number(index) > last ? Number(index) + 1 : index,
    exact,
  ]);
  return { ...encoding, exact: Object.fromEntries(moved) };
}

function findSegment(segments: readonly Hl7Segment[], { segment, occurrence }: Hl7Path): Hl7Segment | undefined {
  let seen = 0;
  for (const each of segments) if (each.id === segment && ++seen === occurrence) return each;
  return undefined;
}

function fieldWith(field: readonly Hl7Repetition[], at: Hl7Path, text: string | undefined): Hl7Repetition[] {
  if (at.repetition === undefined && at.component === undefined) return text === undefined ? [] : [{ c1: text }];
  const index = (at.repetition ?? 1) - 1;
  const repetitions = [...field];
  while (repetitions.length <= index) repetitions.push({});
  repetitions[index] = repetitionWith(repetitions[index]!, at, text);
  while (repetitions.length > 0 && Object.keys(repetitions.at(-1)!).length === 0) repetitions.pop();
  return repetitions;
}

function repetitionWith(repetition: Hl7Repetition, at: Hl7Path, text: string | undefined): Hl7Repetition {
  if (at.component === undefined) return text === undefined ? {} : { c1: text };
  const key = keyOf('c', at.component);
  const changed = { ...repetition };
  const component = at.subcomponent === undefined ? text : componentWith(repetition[key], at.subcomponent, text);
  if (component === undefined) delete changed[key];
  else changed[key] = component;
  return changed;
}

function componentWith(
  component: Hl7Component | undefined,
  number: number,
  text: string | undefined,
): Hl7Component | undefined {
  const parts: Exclude<Hl7Component, string> = typeof component === 'string' ? { s1: component } : { ...component };
  const key = keyOf('s', number);
  if (text === undefined) delete parts[key];
  else parts[key] = text;
  const keys = Object.keys(parts);
  if (keys.length === 0) return undefined;
  return keys.length === 1 && parts.s1 !== undefined ? parts.s1 : parts;
}
