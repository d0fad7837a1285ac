import { isHl7, spotOf } from '../editor/message/hl7.ts';
import type { Path } from '../editor/take.ts';

/** `message.lines[0].item`, with quotes where a name needs them; a segment of an HL7 message is found by its name. */
export function codePath(path: Path, message: unknown): string {
  const spot = isHl7(message) ? spotOf(path, message) : null;
  if (spot === null) return path.reduce<string>(named, 'message');
  const chosen = `(({ id }) => id === ${JSON.stringify(spot.segment)})`;
  const segment =
    spot.turns === 1 ? `message.segments.find${chosen}` : `message.segments.filter${chosen}[${spot.turn}]`;
  return path
    .slice(2)
    .reduce<string>((text, part) => `${text}?.${typeof part === 'number' ? `[${part}]` : part}`, segment);
}

function named(text: string, part: string | number): string {
  if (typeof part === 'number') return `${text}[${part}]`;
  return /^[A-Za-z_$][\w$]*$/.test(part) ? `${text}.${part}` : `${text}[${JSON.stringify(part)}]`;
}
