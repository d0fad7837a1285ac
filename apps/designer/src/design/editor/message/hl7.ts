import { dataClassOfHl7 } from '@throughline/contracts';
import type { Path } from '../take.ts';

/** An HL7 v2 message as `formats` reads it (packages/formats/README.md). */
export interface Hl7Tree {
  segments: readonly ({ id: string } & Record<string, unknown>)[];
}

export function isHl7(message: unknown): message is Hl7Tree {
  const segments = (message as { segments?: unknown } | null | undefined)?.segments;
  return Array.isArray(segments) && typeof (segments[0] as { id?: unknown } | undefined)?.id === 'string';
}

/** A path into the tree in the standard's numbers; a repetition counts from 0. */
export interface Hl7Spot {
  segment: string;
  /** Which of its kind, from 0, and of how many. */
  turn: number;
  turns: number;
  field?: number;
  repetition?: number;
  component?: number;
  subcomponent?: number;
}

/** Where a path leads; null where it is no place of the standard. */
export function spotOf(path: Path, { segments }: Hl7Tree): Hl7Spot | null {
  const [list, index, field, repetition, component, subcomponent, ...more] = path;
  const segment = typeof index === 'number' ? segments[index] : undefined;
  if (list !== 'segments' || segment === undefined || more.length > 0) return null;
  const alike = segments.filter(({ id }) => id === segment.id);
  const spot: Hl7Spot = { segment: segment.id, turn: alike.indexOf(segment), turns: alike.length };
  const numbers = { field: numberOf(field, 'f'), component: numberOf(component, 'c') };
  if (field !== undefined && numbers.field === undefined) return null;
  if (component !== undefined && numbers.component === undefined) return null;
  return {
    ...spot,
    ...(numbers.field === undefined ? {} : { field: numbers.field }),
    ...(typeof repetition === 'number' ? { repetition } : {}),
    ...(numbers.component === undefined ? {} : { component: numbers.component }),
    ...(subcomponent === undefined ? {} : { subcomponent: numberOf(subcomponent, 's') ?? 1 }),
  };
}

function numberOf(part: string | number | undefined, letter: string): number | undefined {
  const found = typeof part === 'string' && part.startsWith(letter) ? Number(part.slice(1)) : Number.NaN;
  return Number.isInteger(found) && found > 0 ? found : undefined;
}

/** As keys and errors name a place: `PID-3.1`, `OBX[2]-5`, `PID-3[2].4.1`; null where it is none. */
export function hl7Place(path: Path, message: Hl7Tree): string | null {
  const spot = spotOf(path, message);
  if (spot?.field === undefined) return null;
  const { segment, turn, turns, field, repetition = 0, component, subcomponent } = spot;
  const head = `${segment}${turns > 1 && turn > 0 ? `[${turn + 1}]` : ''}-${field}${repetition > 0 ? `[${repetition + 1}]` : ''}`;
  if (component === undefined || isAlone(path, message)) return head;
  return `${head}.${component}${subcomponent === undefined ? '' : `.${subcomponent}`}`;
}

/** A field with nothing but its first component is called by its number alone. */
function isAlone(path: Path, { segments }: Hl7Tree): boolean {
  const repetitions = segments[path[1] as number]?.[path[2] as string] as unknown[] | undefined;
  const repetition = repetitions?.[path[3] as number];
  return (
    repetition !== null && typeof repetition === 'object' && Object.keys(repetition).join() === 'c1' && path.length < 6
  );
}

/** As JSONata finds it, whatever stands before it in the message: `segments[id="PID"].f3[0].c1`; null where it is no place. */
export function hl7Expression(path: Path, message: Hl7Tree): string | null {
  const spot = spotOf(path, message);
  if (spot === null) return null;
  const head = `segments[id="${spot.segment}"]${spot.turns > 1 ? `[${spot.turn}]` : ''}`;
  return path
    .slice(2)
    .reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`), head);
}

/** Whether what stands at a path tells, or may tell, of a patient; a segment by its position, or by its name as in the mapper. */
export function isGuardedHl7(path: Path, message: Hl7Tree): boolean {
  const [, segment, field] = path;
  if (typeof segment === 'string') return dataClassOfHl7(segment, numberOf(field, 'f') ?? 0) === 'phi';
  const spot = spotOf(path, message);
  return spot?.field !== undefined && dataClassOfHl7(spot.segment, spot.field) === 'phi';
}

/** MSH-12, by which places have their names. */
export function hl7Version({ segments }: Hl7Tree): string {
  const found = (segments[0]?.['f12'] as { c1?: unknown }[] | undefined)?.[0]?.c1;
  return typeof found === 'string' ? found : '';
}
