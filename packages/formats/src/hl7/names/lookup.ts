import { SEGMENTS } from './segments.ts';
import { TYPES } from './types.ts';

/** A segment, field, component or subcomponent as the standard of one version names it. */
export interface Hl7Name {
  name: string;
  /** Data type of a field or component: `CX`. A segment has none. */
  type?: string;
  /** The version that introduced it. */
  since: string;
  /** The version that withdrew it; still named, because senders still send it. */
  withdrawn?: string;
  /** Fields of a segment, components of a type, by their number less one; a place that the version does not define is null. */
  parts: readonly (Hl7Part | null)[];
}

export interface Hl7Part {
  name: string;
  type: string;
}

interface Entry {
  name: string;
  since: string;
  parts: readonly (EntryPart | null)[];
}

interface EntryPart {
  name: string;
  /** Oldest first; type '-' is withdrawn. */
  history: readonly { since: string; type: string }[];
}

const NEWEST = '2.8';

/**
 * The name and type of what stands at a place, as `version` (MSH-12) defines it; 2.1 to 2.8, any later or unreadable one counts as
 * 2.8. Undefined for a place that version does not have, and for Z segments. Names are those of the newest publication.
 */
export function hl7Names(
  version: string,
  segment: string,
  field?: number,
  component?: number,
  subcomponent?: number,
): Hl7Name | undefined {
  const of = readable(version);
  const entry = entryOf('segments', segment);
  if (!entry || isAfter(entry.since, of)) return undefined;
  if (field === undefined) return { name: entry.name, since: entry.since, parts: partsOf(entry, of) };
  const atField = named(entry.parts[field - 1], of);
  if (component === undefined || !atField) return atField?.shown;
  const atComponent = below(atField, component, of);
  if (subcomponent === undefined || !atComponent) return atComponent?.shown;
  return below(atComponent, subcomponent, of)?.shown;
}

/** A data type and its components, for a field whose type the message itself says (OBX-5 by OBX-2). */
export function hl7TypeNames(version: string, type: string, component?: number): Hl7Name | undefined {
  const of = readable(version);
  const entry = entryOf('types', type);
  if (!entry || isAfter(entry.since, of)) return undefined;
  if (component === undefined)
    return { name: entry.name, type: shortType(type), since: entry.since, parts: partsOf(entry, of) };
  return named(entry.parts[component - 1], of)?.shown;
}

interface Place {
  shown: Hl7Name;
  type: string;
}

/** A component of a place; component 1 of a type without components is the whole of it. */
function below(place: Place, number: number, version: string): Place | undefined {
  const entry = entryOf('types', place.type);
  if (!entry) return number === 1 ? place : undefined;
  return named(entry.parts[number - 1], version);
}

function named(part: EntryPart | null | undefined, version: string): Place | undefined {
  const known = part?.history.filter(({ since }) => !isAfter(since, version));
  const last = known?.findLast(({ type }) => type !== '-');
  if (!part || !known || !last) return undefined;
  const withdrawn = known.at(-1)!.type === '-' ? { withdrawn: known.at(-1)!.since } : {};
  const entry = entryOf('types', last.type);
  const parts = entry ? partsOf(entry, version) : [];
  const shown = { name: part.name, type: shortType(last.type), since: part.history[0]!.since, ...withdrawn, parts };
  return { shown, type: last.type };
}

function partsOf(entry: Entry, version: string): (Hl7Part | null)[] {
  const parts = entry.parts.map((part) => {
    const last = part?.history.findLast(({ since, type }) => type !== '-' && !isAfter(since, version));
    return part && last ? { name: part.name, type: shortType(last.type) } : null;
  });
  while (parts.at(-1) === null) parts.pop();
  return parts;
}

/** `CM_PAT_ID` is our name for one of many composites; the standard calls them all CM. */
function shortType(type: string): string {
  return type.split('_', 1)[0]!;
}

function readable(version: string): string {
  return /^2\.\d(?:\.\d)?$/.test(version) ? version : NEWEST;
}

/** Versions are one digit each: text order is their order, 2.3 before 2.3.1. */
function isAfter(version: string, other: string): boolean {
  return version > other;
}

const lines: Record<'segments' | 'types', Map<string, string>> = { segments: new Map(), types: new Map() };
const entries: Record<'segments' | 'types', Map<string, Entry>> = { segments: new Map(), types: new Map() };

function entryOf(kind: 'segments' | 'types', id: string): Entry | undefined {
  const table = lines[kind];
  if (table.size === 0) {
    for (const line of (kind === 'segments' ? SEGMENTS : TYPES).split('\n'))
      if (line) table.set(line.split('|', 1)[0]!, line);
  }
  const line = table.get(id);
  let entry = entries[kind].get(id);
  if (line !== undefined && !entry) {
    entry = entryIn(line);
    entries[kind].set(id, entry);
  }
  return entry;
}

function entryIn(line: string): Entry {
  const [, since = '', name = '', ...parts] = line.split('|');
  return { name, since, parts: parts.map((part) => (part === '' ? null : partIn(part, since))) };
}

function partIn(text: string, first: string): EntryPart {
  const colon = text.lastIndexOf(':');
  const history = text
    .slice(colon + 1)
    .split(' ')
    .map((step) => {
      const [, since = '', type = ''] = /^([\d.]*)(.*)$/.exec(step) ?? [];
      return { since: since || first, type };
    });
  return { name: text.slice(0, colon), history };
}
