import { pathTo } from '@throughline/nodes/mapping';
import type { Path } from './take.ts';

/** The JSONata path to a place in the message; from inside the element of a list, and from there relative where it can be. */
export function expressionPath(path: Path, each: string | null): string {
  if (each === null) return pathTo(path);
  const within = each.split('.');
  const isInside = within.every((name, i) => path[i] === name) && typeof path[within.length] === 'number';
  if (isInside) return pathTo(path.slice(within.length + 1));
  const whole = pathTo(path);
  return whole === '$' ? '$message' : whole.startsWith('$') ? `$message${whole.slice(1)}` : `$message.${whole}`;
}

/** Names with dots between them, positions left out. */
export function dottedPathOf(path: Path): string {
  return path.filter((part) => typeof part === 'string').join('.');
}

/** As keys are written: `lines[0].item`. */
export function keyPathOf(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
