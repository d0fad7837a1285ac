import type { RealmOp } from '@throughline/flow';
import { failure } from './errors.ts';
import { compileExpression, isTrue } from './expression.ts';
import { valueAt, writeAt } from './path.ts';
import { keyColumns, rowOf } from './tables.ts';

type LookupOp = Extract<RealmOp, { op: 'lookup' }>;

/** Writes the row (or column) found for the message, or for each element of its list, into the message. */
export function compileLookup(op: LookupOp): (message: unknown) => Promise<unknown> {
  const keys = op.keys.map(compileExpression);
  const at = op.at === null ? null : compileExpression(op.at);
  const when = op.when == null ? null : compileExpression(op.when);

  const enrich = async (target: unknown, path: string, message: unknown): Promise<void> => {
    const bindings = { message };
    if (when && !isTrue(await when(target, bindings))) return;
    const values: unknown[] = [];
    for (const key of keys) values.push(await key(target, bindings));
    const day = at ? await at(target, bindings) : undefined;
    const row = rowOf(op.table, values, day);
    const found = op.column === null ? row : row?.[op.column];
    if (found !== null && found !== undefined) writeAt(target, op.into, found);
    else if (op.missing.do === 'default') writeAt(target, op.into, op.missing.value);
    else if (op.missing.do === 'stop') throw missing(op, path, values, day);
  };

  return async (message) => {
    if (op.each === null) {
      await enrich(message, '', message);
      return message;
    }
    const list = valueAt(message, op.each);
    const elements = Array.isArray(list) ? list : list === undefined || list === null ? [] : [list];
    for (let i = 0; i < elements.length; i++)
      await enrich(elements[i], Array.isArray(list) ? `${op.each}[${i}]` : op.each, message);
    return message;
  };
}

function missing(op: LookupOp, element: string, values: unknown[], day: unknown): Error {
  const path = [element, op.field ?? ''].filter((part) => part !== '').join('.');
  const columns = keyColumns(op.table).join(', ');
  const where = path ? ` for \`${path}\`` : '';
  const what = op.column === null ? 'no row' : `no \`${op.column}\``;
  return failure('lookup_missing', 'data', `Table \`${op.table}\` has ${what} by ${columns}${where}.`, {
    ...(path ? { path } : {}),
    missed: {
      table: op.table,
      key: values.map((value) => String(value ?? '')),
      day: typeof day === 'string' ? day.slice(0, 10) : null,
    },
  });
}
