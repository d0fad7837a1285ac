import { checkRows, tableContent } from '@throughline/contracts';
import { finding } from '../complaint.ts';
import { readTable, tableNames } from '../table/read.ts';

/** The reference tables of a folder, by name, as the sandbox reads them. Throws Complaint with the first fault of a file. */
export async function readTables(folder: string): Promise<Map<string, string>> {
  const tables = new Map<string, string>();
  for (const name of await tableNames(folder)) {
    const { definition, rows, path } = await readTable(folder, name);
    const [wrong] = checkRows(definition, rows);
    if (wrong) throw finding(`${path}, line ${wrong.line}`, wrong.sentence, `row_${wrong.code}`);
    tables.set(name, tableContent(definition, rows));
  }
  return tables;
}
