import type { Hl7Segment } from './tree.ts';

export interface Hl7Group {
  /** The segment that began the group (none at the top) and what follows before the first inner group. */
  segments: Hl7Segment[];
  groups: Hl7Group[];
}

/**
 * Segments as nested groups: each id of `startIds`, outermost first, begins a group of its level. `['PID', 'OBR', 'OBX']` gives
 * patients, their orders, and their results with the notes behind each. A level that is skipped in the message has no group.
 */
export function groupSegments(message: { segments: readonly Hl7Segment[] }, startIds: readonly string[]): Hl7Group {
  const top: Hl7Group = { segments: [], groups: [] };
  const open: { level: number; group: Hl7Group }[] = [{ level: -1, group: top }];
  for (const segment of message.segments) {
    const level = startIds.indexOf(segment.id);
    if (level < 0) {
      open.at(-1)!.group.segments.push(segment);
      continue;
    }
    while (open.at(-1)!.level >= level) open.pop();
    const group: Hl7Group = { segments: [segment], groups: [] };
    open.at(-1)!.group.groups.push(group);
    open.push({ level, group });
  }
  return top;
}
