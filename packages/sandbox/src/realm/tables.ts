import { today } from './entry.ts';
import { failure } from './errors.ts';
import { ExactNumber, parse } from './exact.ts';

export type Row = Record<string, unknown>;

interface TableText {
  key: string[];
  effective: boolean;
  rows: Row[];
}

interface Table {
  key: string[];
  effective: boolean;
  /** Rows of one key, oldest `from` first. */
  rows: Map<string, Row[]>;
}

const texts = new Map<string, string>();
const tables = new Map<string, Table>();

export function addTable(name: string, text: string): void {
  texts.set(name, text);
}

export function keyColumns(name: string): string[] {
  return table(name).key;
}

/**
 * The row of table `name` whose key columns equal `keys` (compared as text), effective on day `at` (ISO 8601; the day of
 * acceptance when absent); null when there is none. Of several effective rows the one with the latest `from` wins.
 */
export function rowOf(name: string, keys: unknown[], at?: unknown): Row | null {
  const { effective, rows } = table(name);
  if (keys.some((value) => value === undefined || value === null)) return null;
  const found = rows.get(keyText(keys)) ?? [];
  const day = effective ? dayOf(at ?? today()) : '';
  const row = effective ? found.findLast((one) => isEffective(one, day)) : found.at(-1);
  return row ? copied(row) : null;
}

/** `lookup(table, {column: value, …}, {at})` of user code; one key column may be given as a bare value. */
export function lookup(name: unknown, keys: unknown, options?: { at?: unknown }): Row | null {
  return rowOf(String(name), keyValues(String(name), keys), options?.at);
}

export function keyValues(name: string, keys: unknown): unknown[] {
  const columns = keyColumns(name);
  const bare = typeof keys !== 'object' || keys === null || keys instanceof ExactNumber;
  if (bare && columns.length === 1) return [keys];
  const given = bare ? {} : (keys as Row);
  const missing = columns.filter((column) => !Object.hasOwn(given, column));
  if (missing.length > 0) {
    throw failure(
      'lookup_key',
      'code',
      `Table \`${name}\` is looked up by ${columns.join(', ')}; missing: ${missing.join(', ')}.`,
    );
  }
  return columns.map((column) => given[column]);
}

function table(name: string): Table {
  const ready = tables.get(name);
  if (ready) return ready;
  const text = texts.get(name);
  if (text === undefined) throw failure('lookup_table', 'code', `Table \`${name}\` is not part of this flow version.`);
  const made = indexed(parse(text) as TableText);
  tables.set(name, made);
  texts.delete(name);
  return made;
}

function indexed({ key, effective, rows }: TableText): Table {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const id = keyText(key.map((column) => row[column]));
    const same = byKey.get(id);
    if (same) same.push(row);
    else byKey.set(id, [row]);
  }
  if (effective) for (const same of byKey.values()) if (same.length > 1) same.sort((a, b) => order(start(a), start(b)));
  return { key, effective, rows: byKey };
}

/** The caller may write into its copy; what is nested inside is shared and therefore frozen. */
function copied(row: Row): Row {
  for (const column in row) if (typeof row[column] === 'object') harden(row[column]);
  return { ...row };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const keyText = (keys: unknown[]): string => keys.map(keyPart).join('\u001f');
const start = (row: Row): string => (typeof row['from'] === 'string' ? row['from'].slice(0, 10) : '');

function keyPart(value: unknown): string {
  if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber)) {
    throw failure('lookup_key', 'data', 'A lookup key must be text, a number or a truth value.');
  }
  return String(value);
}

function isEffective(row: Row, day: string): boolean {
  const until = row['to'];
  return start(row) <= day && (typeof until !== 'string' || day < until.slice(0, 10));
}

function dayOf(at: unknown): string {
  if (typeof at === 'string' && /^\d{4}-\d{2}-\d{2}/.test(at)) return at.slice(0, 10);
  throw failure('lookup_date', 'data', 'The date of a lookup must be an ISO 8601 date, such as 2026-03-01.');
}
