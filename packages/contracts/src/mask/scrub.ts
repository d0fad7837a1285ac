import type { DataClass } from '../schema.ts';
import type { ClassOf } from './mask.ts';

const KEPT: ReadonlySet<DataClass | undefined> = new Set<DataClass>(['open', 'financial']);

/**
 * The same tree with a stand-in of the same form for every value that is neither open nor financial: nothing of it can be told any more,
 * and what reads it still can. A value nobody described is replaced too. `classOf` is asked by path (`lines[2].item`).
 */
export function scrubTree(value: unknown, classOf: ClassOf, path = ''): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one, i) => scrubTree(one, classOf, `${path}[${i}]`));
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name,
        scrubTree(one, classOf, path === '' ? name : `${path}.${name}`),
      ]),
    );
  }
  if (KEPT.has(classOf(path))) return value;
  return typeof value === 'string' ? standIn(value) : 1;
}

/** Letters and digits give way to ones that say nothing; a date stays one, the first of its year. */
export function standIn(text: string): string {
  const date = /^(?<year>(?:19|20)\d\d)(?<gap>-?)\d\d\k<gap>\d\d/.exec(text)?.groups;
  if (date === undefined) return plain(text);
  const head = `${date['year']}${date['gap']}01${date['gap']}01`;
  const time = text.slice(head.length);
  return head + (/^[T ]?[\d:.]*(?:Z|[+-][\d:]+)?$/.test(time) ? time.replaceAll(/\d/g, '0') : plain(time));
}

/** The identifiers of a GS1 element string, such as (01), say what follows and nothing of it. */
function plain(text: string): string {
  return text
    .replaceAll(/\p{Lu}/gu, 'X')
    .replaceAll(/\p{L}/gu, (letter) => (letter === 'X' ? 'X' : 'x'))
    .replaceAll(/(\(\d{2,4}\))|\p{N}/gu, (_, identifier?: string) => identifier ?? '0');
}
