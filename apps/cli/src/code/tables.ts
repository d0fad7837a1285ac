import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareRows, type TableDefinition, type TableRow, tableContent } from '@throughline/contracts';
import { buildCsv } from '@throughline/formats';
import { answerTo } from '../remote/client.ts';
import { readTable, tableNames } from '../table/read.ts';
import { type Client, isSame, type Thing } from './kind.ts';

interface Table {
  definition: TableDefinition;
  rows: TableRow[];
}

/** Reference tables as `tables/<name>.json` (what it is) and `tables/<name>.csv` (its rows), as bound in an environment. */
export async function tableThings(api: Client, flows: string, environment: string, note: string): Promise<Thing[]> {
  const folder = join(flows, 'tables');
  const { tables } = await answerTo(api.tables.$get({ query: { environment } }));
  const there = tables.filter(({ bound }) => bound !== null).map(({ name }) => name);
  const here = await tableNames(folder);
  const things: Thing[] = [];
  for (const name of [...new Set([...there, ...here])].sort()) {
    const remote = there.includes(name)
      ? await answerTo(api.tables[':table'].rows.$get({ param: { table: name }, query: { environment } }))
      : null;
    const local = here.includes(name) ? await readTable(folder, name) : null;
    things.push({
      path: join(folder, `${name}.csv`),
      differences: differencesOf(remote as Table | null, local),
      pull: remote === null ? null : () => writeTable(folder, remote as Table, local),
      push:
        local === null
          ? null
          : async () => {
              const { definition, rows: wanted } = local;
              const json = { environment, definition, rows: wanted, note };
              const { id, rows } = await answerTo(api.tables.$post({ json: json as never }));
              return `${id} with ${rows} rows, bound in ${environment}`;
            },
    });
  }
  return things;
}

function differencesOf(remote: Table | null, local: Table | null): string[] {
  if (remote === null) return ['not on the server'];
  if (local === null) return ['not in the files'];
  if (!isSame(remote.definition, local.definition)) return ['its columns or titles'];
  if (tableContent(remote.definition, remote.rows) === tableContent(local.definition, local.rows)) return [];
  const { create, update, remove } = compareRows(local.definition, local.rows, remote.rows, 'replace');
  if (create + update + remove === 0) return ['the order of its rows'];
  return [`the server has ${create} rows more, ${remove} fewer, ${update} otherwise`];
}

/** A file that says the same already stays as it is, byte for byte. */
async function writeTable(folder: string, remote: Table, local: Table | null): Promise<void> {
  const { definition, rows } = remote;
  await mkdir(folder, { recursive: true });
  if (local === null || !isSame(definition, local.definition)) {
    await writeFile(join(folder, `${definition.name}.json`), `${JSON.stringify(definition, null, 2)}\n`);
  }
  const period = definition.effective ? ['effectiveFrom', 'effectiveTo'] : [];
  const header = [...definition.columns.map(({ name }) => name), ...period];
  const text = buildCsv(
    rows.map(({ values }) => values),
    { header: [...new Set(header)], terminator: '\n' },
  );
  await writeFile(join(folder, `${definition.name}.csv`), text);
}
