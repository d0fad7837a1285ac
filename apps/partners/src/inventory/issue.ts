import type { Hl7Message } from '@throughline/formats';
import type { Master } from '../master/master.ts';
import { type Refusal, refusal } from './refusal.ts';
import { first, type Group, groups, occurrence, value } from './segment.ts';
import {
  documentId,
  type Movement,
  type Reorder,
  type Shelf,
  type Stock,
  type StockEffect,
  shelfFor,
} from './stock.ts';

const QUANTITY = /^\d{1,7}(\.\d{1,4})?$/;
/** Transaction types of FT1-6 (table 0017): a charge takes from the shelf, a credit puts back. */
const SIGNS: Record<string, -1 | 1> = { CG: -1, CR: 1 };

interface Wanted {
  shelf: Shelf;
  change: number;
  lot: string | null;
}

/** DFT^P03: supplies used (or brought back) in one case. All transactions or none. */
export function decideIssue(stock: Stock, master: Master, message: Hl7Message): StockEffect | Refusal {
  const transactions = groups(message, 'FT1');
  if (transactions.length === 0) return refusal('AE', '100', 'FT1', 'No FT1: nothing to move.');
  const wanted: Wanted[] = [];
  for (const transaction of transactions) {
    const found = readTransaction(stock, master, message, transaction);
    if ('code' in found) return found;
    wanted.push(found);
  }
  return { kind: 'stock-issue', id: documentId(stock), ...move(stock, wanted) };
}

function readTransaction(
  stock: Stock,
  master: Master,
  message: Hl7Message,
  { number, head, rest }: Group,
): Wanted | Refusal {
  const at = (field: number) => `FT1[${number}]-${field}`;
  const more = rest.find((segment) => segment.id === 'ZSU');
  const sign = SIGNS[value(head, 6)];
  if (!sign) return refusal('AE', '103', at(6), 'The transaction type is CG or CR.');
  const item = value(head, 7);
  if (item === '') return refusal('AE', '101', at(7), 'The item number is missing.');
  const known = master.items.get(item);
  if (!known) return refusal('AE', '204', at(7), 'The item is not in the item master.');
  const quantity = value(head, 10) || '1';
  if (!QUANTITY.test(quantity) || Number(quantity) === 0)
    return refusal('AE', '102', at(10), 'The quantity is a number above zero, with four decimals at most.');
  const unit = value(more, 2);
  if (more && unit !== '' && unit !== known.stockUnit)
    return refusal('AE', '103', `ZSU[${occurrence(message, more)}]-2`, `The item is counted in ${known.stockUnit}.`);
  const location = value(more, 1) || value(head, 16) || value(first(message, 'PV1'), 3);
  if (!master.locations.has(location)) return refusal('AE', '204', at(16), 'The location is not known.');
  const shelf = shelfFor(stock, master, item, location);
  if (!shelf) return refusal('AE', '204', at(7), 'The item is not stocked for that location.');
  return { shelf, change: sign * Number(quantity), lot: value(more, 3) || null };
}

/** Movements in order with the stock after each, and a request for more from every shelf that fell to its reorder point. */
function move(stock: Stock, wanted: Wanted[]): Pick<StockEffect, 'movements' | 'reorders'> {
  const after = new Map<Shelf, number>();
  const movements = wanted.map(({ shelf, change, lot }): Movement => {
    const onHand = Math.round(((after.get(shelf) ?? shelf.onHand) + change) * 1e4) / 1e4;
    after.set(shelf, onHand);
    return { item: shelf.item, location: shelf.location, lot, change, onHand };
  });
  const low = [...after].filter(([shelf, onHand]) => shelf.reorder === null && onHand <= shelf.reorderPoint);
  const reorders = low.map(
    ([{ item, location, unit, parLevel }, onHand], i): Reorder => ({
      id: reorderId(stock, i),
      item,
      location,
      quantity: parLevel - onHand,
      unit,
      cause: 'reorder-point',
    }),
  );
  return { movements, reorders };
}

export function reorderId(stock: Stock, offset: number): string {
  return `RQ-${String(stock.reorders.size + offset + 1).padStart(6, '0')}`;
}
