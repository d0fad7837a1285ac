import type { Connection } from '@throughline/engine';
import { parseJson, stringifyJson } from '@throughline/formats';
import { failure } from '../../failure.ts';
import { reading } from '../../format.ts';

/** The fields that a connection may be sent, as dotted paths; null: all. A field has what is below it, a list all its elements. */
export function fieldsOf(connection: Connection | null): readonly string[] | null {
  const fields = connection?.settings['fields'];
  return Array.isArray(fields) && fields.length > 0 ? fields.map(String) : null;
}

/** A body (JSON text) with these fields alone; numbers keep their value. Throws `fields_unreadable` where it has no fields. */
export function onlyFields(text: string, fields: readonly string[]): { text: string; leftOut: number } {
  const tree = text.startsWith('{') || text.startsWith('[') ? reading(() => parseJson(text)) : null;
  if (tree === null) {
    const sentence = 'The connection may be sent the fields it lists and no others, and this body is no JSON object.';
    throw failure('rejected', 'fields_unreadable', sentence, { path: 'body' });
  }
  const leftOut = prune(tree, fields.map(namesOf));
  return leftOut === 0 ? { text, leftOut } : { text: reading(() => stringifyJson(tree)), leftOut };
}

/** `lines[].item` and `lines.item` are the same place. */
function namesOf(path: string): string[] {
  return path.replaceAll('[]', '').split('.');
}

function prune(value: unknown, wanted: readonly string[][]): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + prune(one, wanted), 0);
  const members = value as Record<string, unknown>;
  let leftOut = 0;
  for (const name of Object.keys(members)) {
    const here = wanted.filter(([first]) => first === name).map(([, ...rest]) => rest);
    if (here.length === 0) {
      delete members[name];
      leftOut++;
    } else if (!here.some((rest) => rest.length === 0)) {
      leftOut += prune(members[name], here);
    }
  }
  return leftOut;
}
