import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TableDefinition, TableRow } from '@throughline/contracts';
import { FormatError, parseCsv } from '@throughline/formats';
import { z } from 'zod';
import { finding, parseJson } from '../complaint.ts';

/** A reference table as files: `<name>.json` says what it is, `<name>.csv` beside it has its rows. */
export interface TableFiles {
  definition: TableDefinition;
  rows: TableRow[];
  /** Of the rows. */
  path: string;
}

const column = z.looseObject({
  name: z.string(),
  title: z.string(),
  type: z.enum(['text', 'decimal', 'integer', 'date', 'boolean']),
  required: z.boolean(),
});
const shape = z.looseObject({
  name: z.string(),
  title: z.string(),
  key: z.array(z.string()),
  effective: z.boolean(),
  columns: z.array(column),
});

/** Names of the tables of a folder, sorted; a folder that is not there has none. */
export async function tableNames(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => [] as string[]);
  const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  return names.sort();
}

/** Throws Complaint with the first fault of its files: `table_csv_missing`, `table_invalid`, `json_malformed`, or a code of CSV. */
export async function readTable(folder: string, name: string): Promise<TableFiles> {
  const definition = definitionOf(
    join(folder, `${name}.json`),
    name,
    await readFile(join(folder, `${name}.json`), 'utf8'),
  );
  const path = join(folder, `${name}.csv`);
  const bytes = await readFile(path).catch(() => {
    throw finding(path, `It is not there: the rows of ${name}.json belong beside it.`, 'table_csv_missing');
  });
  return { definition, rows: rowsOf(path, bytes), path };
}

function definitionOf(path: string, name: string, text: string): TableDefinition {
  const read = shape.safeParse(parseJson(path, text));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw finding(path, `It describes no table: ${issue!.path.join('.')} ${issue!.message}.`, 'table_invalid');
  }
  if (read.data.name !== name)
    throw finding(
      path,
      `It is of a table called ${read.data.name}; a table and its files have one name.`,
      'table_invalid',
    );
  return read.data as TableDefinition;
}

function rowsOf(path: string, bytes: Buffer): TableRow[] {
  try {
    const { rows, problems } = parseCsv(bytes, { header: true, delimiter: ',' });
    const [wrong] = problems;
    if (wrong !== undefined) throw finding(`${path}, line ${wrong.line}`, wrong.error.sentence, wrong.error.code);
    return rows.map(({ line, record }) => ({ line, values: record ?? {} }));
  } catch (error) {
    if (error instanceof FormatError) throw finding(path, error.sentence, error.code);
    throw error;
  }
}
