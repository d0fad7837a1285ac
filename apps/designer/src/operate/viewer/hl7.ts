import { isMasked } from './masked.ts';

/** One value of an HL7 message with its place. */
export interface Place {
  /** `FT1[2]-7.1`: what an error and a path say. */
  place: string;
  segment: string;
  /** Of its segment in the message, from 0. */
  index: number;
  field: number;
  component: number;
  subcomponent: number | null;
  value: unknown;
  /** First place of its segment. */
  isFirst: boolean;
}

interface Segment {
  id: string;
  [field: string]: unknown;
}

/** A JSON message may have `segments` too: only what has the whole form is HL7. */
export function isHl7(value: unknown): value is { segments: Segment[] } {
  const segments = (value as { segments?: unknown } | null | undefined)?.segments;
  return Array.isArray(segments) && segments.length > 0 && segments.every(isSegment);
}

function isSegment(value: unknown): value is Segment {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(([name, one]) => (name === 'id' ? typeof one === 'string' : /^f\d+$/.test(name)));
}

/** Every value that is there, in the order of the message. */
export function placesOf({ segments }: { segments: Segment[] }): Place[] {
  const total = new Map<string, number>();
  for (const { id } of segments) total.set(id, (total.get(id) ?? 0) + 1);
  const seen = new Map<string, number>();
  return segments.flatMap((segment, index) => {
    const { id } = segment;
    const turn = (seen.get(id) ?? 0) + 1;
    seen.set(id, turn);
    const name = total.get(id) === 1 ? id : `${id}[${turn}]`;
    const places = Object.entries(segment).flatMap(([key, repetitions]) => {
      if (!/^f\d+$/.test(key) || !Array.isArray(repetitions)) return [];
      const field = Number(key.slice(1));
      return repetitions.flatMap((repetition: unknown, r) => {
        const at = `${name}-${field}${repetitions.length > 1 ? `[${r + 1}]` : ''}`;
        return partsOf(repetition).map((part) => ({
          ...part,
          segment: id,
          index,
          field,
          place: `${at}${part.suffix}`,
        }));
      });
    });
    return places.map(({ suffix: _, ...place }, i) => ({ ...place, isFirst: i === 0 }));
  });
}

/** Whether a path means this place, something within it, or what it is within: `PID-3` is no `PID-30`. */
export function isAt(place: string, path: string): boolean {
  const [within, whole] = place.length >= path.length ? [place, path] : [path, place];
  return within.startsWith(whole) && (within.length === whole.length || '.[-'.includes(within[whole.length]!));
}

interface Part {
  component: number;
  subcomponent: number | null;
  value: unknown;
  suffix: string;
}

function partsOf(repetition: unknown): Part[] {
  const components = Object.entries((repetition ?? {}) as Record<string, unknown>);
  const isAlone = components.length === 1 && components[0]![0] === 'c1';
  return components.flatMap(([key, value]): Part[] => {
    const component = Number(key.slice(1));
    if (typeof value !== 'object' || value === null || isMasked(value)) {
      return [{ component, subcomponent: null, value, suffix: isAlone ? '' : `.${component}` }];
    }
    return Object.entries(value).map(([sub, text]) => {
      const subcomponent = Number(sub.slice(1));
      return { component, subcomponent, value: text, suffix: `.${component}.${subcomponent}` };
    });
  });
}

/** MSH-12, by which the places have their names. */
export function versionOf(tree: { segments: Segment[] }): string {
  const found = placesOf({ segments: tree.segments.slice(0, 1) }).find(({ field }) => field === 12);
  return typeof found?.value === 'string' ? found.value : '2.5';
}
