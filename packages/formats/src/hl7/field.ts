import { COMPONENT, type Codec, decodeLeaf, REPETITION, SPECIAL, SUBCOMPONENT } from './escape.ts';
import { type Hl7Component, type Hl7Exact, type Hl7Repetition, keyOf, MAX_PARTS, tooMany } from './tree.ts';

/** One field being read: `needs` says which delimiters and escapes occur in it. */
export interface FieldReader {
  readonly text: string;
  readonly codec: Codec;
  readonly exact: Hl7Exact;
  readonly field: number;
  readonly needs: number;
}

/** A field that is more than plain text: its repetitions, or undefined when it is delimiters only (the counts remember them). */
export function readField(reader: FieldReader, from: number, end: number): Hl7Repetition[] | undefined {
  if (!(reader.needs & REPETITION)) {
    const only = readRepetition(reader, from, end, 1);
    return isEmpty(only) ? undefined : [only];
  }
  const repetitions: Hl7Repetition[] = [];
  let start = from;
  for (let i = from; i <= end; i++) {
    if (i < end && kindAt(reader, i) !== REPETITION) continue;
    repetitions.push(readRepetition(reader, start, i, repetitions.length + 1));
    start = i + 1;
  }
  if (repetitions.length > MAX_PARTS) throw tooMany(`${reader.exact.id}-${reader.field}`, from);
  return repetitions;
}

function readRepetition(reader: FieldReader, from: number, end: number, index: number): Hl7Repetition {
  const { text } = reader;
  const { kinds } = reader.codec;
  const repetition: Hl7Repetition = {};
  let number = 1;
  let used = 0;
  let start = from;
  let needs = 0;
  for (let i = from; i <= end; i++) {
    const unit = i === end ? 0 : text.charCodeAt(i);
    const kind = i === end ? COMPONENT : unit < 128 ? kinds[unit]! : 0;
    if (kind === 0) continue;
    if (kind !== COMPONENT) {
      needs |= kind;
      continue;
    }
    if (i > start) {
      const component =
        needs === 0
          ? text.slice(start, i)
          : readComponent(reader, start, i, needs, `${reader.field}[${index}].${number}`);
      if (component !== '') {
        setComponent(repetition, number, component);
        used = number;
      }
    }
    if (i === end) break;
    number++;
    start = i + 1;
    needs = 0;
  }
  if (number > MAX_PARTS) throw tooMany(`${reader.exact.id}-${reader.field}`, from);
  if (number > 1 && used < number) count(reader.exact, `${reader.field}[${index}]`, number);
  return repetition;
}

/** '' when it is delimiters only. */
function readComponent(reader: FieldReader, from: number, end: number, needs: number, path: string): Hl7Component {
  if (!(needs & SUBCOMPONENT)) return readLeaf(reader, from, end, path);
  const component: { [sub: `s${number}`]: string } = {};
  let number = 1;
  let used = 0;
  let start = from;
  for (let i = from; i <= end; i++) {
    if (i < end && kindAt(reader, i) !== SUBCOMPONENT) continue;
    if (i > start) {
      used = number;
      // With one subcomponent the component is plain text, so its spellings belong to the component's own path.
      const leafPath = number === 1 && isBlankAfter(reader, i, end) ? path : `${path}.${number}`;
      component[keyOf('s', number)] = readLeaf(reader, start, i, leafPath);
    }
    if (i === end) break;
    number++;
    start = i + 1;
  }
  if (number > MAX_PARTS) throw tooMany(`${reader.exact.id}-${reader.field}`, from);
  if (used < number) count(reader.exact, path, number);
  return used > 1 ? component : (component.s1 ?? '');
}

function isBlankAfter(reader: FieldReader, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (kindAt(reader, i) !== SUBCOMPONENT) return false;
  return true;
}

function readLeaf({ text, codec, exact, needs }: FieldReader, from: number, end: number, path: string): string {
  const raw = text.slice(from, end);
  if (!(needs & SPECIAL)) return raw;
  const leaf = decodeLeaf(raw, codec);
  if (leaf.spellings) {
    exact.spellings ??= {};
    exact.spellings[path] = leaf.spellings;
  }
  return leaf.text;
}

function kindAt({ text, codec }: FieldReader, at: number): number {
  const unit = text.charCodeAt(at);
  return unit < 128 ? codec.kinds[unit]! : 0;
}

/** Named stores for the frequent numbers: several times faster than computed ones. */
function setComponent(repetition: Hl7Repetition, number: number, component: Hl7Component): void {
  if (number === 1) repetition.c1 = component;
  else if (number === 2) repetition.c2 = component;
  else if (number === 3) repetition.c3 = component;
  else if (number === 4) repetition.c4 = component;
  else if (number === 5) repetition.c5 = component;
  else repetition[keyOf('c', number)] = component;
}

function count(exact: Hl7Exact, place: string, parts: number): void {
  exact.counts ??= {};
  exact.counts[place] = parts;
}

function isEmpty(repetition: Hl7Repetition): boolean {
  for (const _ in repetition) return false;
  return true;
}
