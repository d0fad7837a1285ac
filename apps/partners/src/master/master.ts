import { readFile } from 'node:fs/promises';
import { parseCsv } from '@throughline/formats';

export interface Item {
  item: string;
  description: string;
  category: string;
  stockUnit: string;
  status: 'active';
  stocked: boolean;
  chargeable: boolean;
  implant: boolean;
  supplier: string;
  supplierItem: string;
  gtin?: string;
}

/** Master data that the stand-ins share with the demo hospital, as a hospital's systems do. */
export interface Master {
  items: ReadonlyMap<string, Item>;
  chargeCodes: ReadonlySet<string>;
  accounts: ReadonlyMap<string, { type: string; active: boolean }>;
  /** Active ones. */
  costCentres: ReadonlySet<string>;
  /** Location → facility. */
  locations: ReadonlyMap<string, string>;
  parLevels: readonly ParLevel[];
}

export interface ParLevel {
  item: string;
  location: string;
  unit: string;
  parLevel: number;
  reorderPoint: number;
}

type Row = Record<string, string>;

/** Reads the reference tables (`item-xref.csv`, …) from a folder. Rejects when one is missing or malformed. */
export async function readMaster(folder: URL): Promise<Master> {
  const table = async (name: string): Promise<Row[]> =>
    parseCsv(await readFile(new URL(`${name}.csv`, folder))).rows.map(({ record }) => record ?? {});
  const [xref, charges, accounts, costCentres, locations, parLevels] = await Promise.all(
    ['item-xref', 'charge-master', 'gl-accounts', 'cost-centres', 'locations', 'par-levels'].map(table),
  );
  return {
    items: itemMaster(xref ?? []),
    chargeCodes: new Set(charges?.map((row) => cell(row, 'chargeCode'))),
    accounts: new Map(
      accounts?.map((row) => [cell(row, 'account'), { type: cell(row, 'type'), active: row['active'] === 'true' }]),
    ),
    costCentres: new Set(costCentres?.filter((row) => row['active'] === 'true').map((row) => cell(row, 'costCentre'))),
    locations: new Map(locations?.map((row) => [cell(row, 'location'), cell(row, 'facility')])),
    parLevels: (parLevels ?? []).map((row) => ({
      item: cell(row, 'item'),
      location: cell(row, 'location'),
      unit: cell(row, 'unit'),
      parLevel: Number(cell(row, 'parLevel')),
      reorderPoint: Number(cell(row, 'reorderPoint')),
    })),
  };
}

/** One item for each ERP number; the first row that names it describes it. */
function itemMaster(xref: Row[]): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const row of xref) {
    const item = cell(row, 'erpItem');
    if (item === '' || items.has(item)) continue;
    items.set(item, {
      item,
      description: cell(row, 'description'),
      category: cell(row, 'category'),
      stockUnit: cell(row, 'unit'),
      status: 'active',
      stocked: row['stocked'] === 'true',
      chargeable: row['chargeable'] === 'true',
      implant: row['implant'] === 'true',
      supplier: cell(row, 'supplier'),
      supplierItem: cell(row, 'supplierItem'),
      ...(row['gtin'] ? { gtin: row['gtin'] } : {}),
    });
  }
  return items;
}

function cell(row: Row, column: string): string {
  return row[column] ?? '';
}
