import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRows, type TableDefinition, tableContent } from '@throughline/contracts';
import { parseCsv } from '@throughline/formats';
import { Complaint } from '../complaint.ts';

/**
 * The reference tables of a folder (`<name>.json` says what it is, `<name>.csv` has its rows), by name, as the sandbox reads them.
 * A folder that is not there has none. Throws Complaint with the first fault of a file.
 */
export async function readTables(folder: string): Promise<Map<string, string>> {
  const files = await readdir(folder).catch(() => [] as string[]);
  const tables = new Map<string, string>();
  for (const file of files.filter((name) => name.endsWith('.json')).sort()) {
    const definition = JSON.parse(await readFile(join(folder, file), 'utf8')) as TableDefinition;
    const path = join(folder, `${definition.name}.csv`);
    const { rows, problems } = parseCsv(await readFile(path), { header: true, delimiter: ',' });
    const read = rows.map(({ line, record }) => ({ line, values: record ?? {} }));
    const wrong = problems[0]
      ? { line: problems[0].line, sentence: problems[0].error.sentence }
      : checkRows(definition, read)[0];
    if (wrong) throw new Complaint('findings', `${path}, line ${wrong.line}: ${wrong.sentence}`);
    tables.set(definition.name, tableContent(definition, read));
  }
  return tables;
}
