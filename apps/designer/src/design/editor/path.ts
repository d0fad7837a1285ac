import { pathTo } from '@throughline/nodes/mapping';
import { hl7Expression, hl7Place, isHl7 } from './message/hl7.ts';
import type { Path } from './take.ts';

/**
 * The JSONata path to a place in the message; from inside the element of a list, and from there relative where it can be. A segment of
 * an HL7 message is found by its name, not by where it stands in this one.
 */
export function expressionPath(path: Path, each: string | null, message?: unknown): string {
  if (each !== null) {
    const within = each.split('.');
    const isInside = within.every((name, i) => path[i] === name) && typeof path[within.length] === 'number';
    if (isInside) return pathTo(path.slice(within.length + 1));
  }
  const whole = (isHl7(message) ? hl7Expression(path, message) : null) ?? pathTo(path);
  if (each === null) return whole;
  return whole === '$' ? '$message' : whole.startsWith('$') ? `$message${whole.slice(1)}` : `$message.${whole}`;
}

/** Names with dots between them, positions left out. */
export function dottedPathOf(path: Path): string {
  return path.filter((part) => typeof part === 'string').join('.');
}

/** As keys are written: `lines[0].item`, and `PID-3.1` in an HL7 message. */
export function keyPathOf(path: Path, message?: unknown): string {
  const place = isHl7(message) ? hl7Place(path, message) : null;
  if (place !== null) return place;
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
