import type { Hl7Message, Hl7Segment } from '@throughline/formats';

/** The text of a field's first repetition at a component (1-based), trimmed; '' when absent. A subcomponent's first counts. */
export function value(segment: Hl7Segment | undefined, field: number, component = 1): string {
  const found = segment?.[`f${field}`]?.[0]?.[`c${component}`];
  return (typeof found === 'object' ? (found.s1 ?? '') : (found ?? '')).trim();
}

export function first(message: Hl7Message, id: string): Hl7Segment | undefined {
  return message.segments.find((segment) => segment.id === id);
}

/** Which segment of its kind it is, from 1. */
export function occurrence(message: Hl7Message, segment: Hl7Segment): number {
  return message.segments.filter(({ id }) => id === segment.id).indexOf(segment) + 1;
}

export interface Group {
  /** 1-based among the segments of its kind. */
  number: number;
  head: Hl7Segment;
  /** The segments behind the head, up to the next one. */
  rest: Hl7Segment[];
}

/** The message cut before every segment of a kind: each FT1 with the segments that belong to it. */
export function groups(message: Hl7Message, id: string): Group[] {
  const found: Group[] = [];
  for (const segment of message.segments) {
    if (segment.id === id) found.push({ number: found.length + 1, head: segment, rest: [] });
    else found.at(-1)?.rest.push(segment);
  }
  return found;
}
