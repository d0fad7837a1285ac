import type { Master } from '../master/master.ts';

export interface Shelf {
  item: string;
  location: string;
  unit: string;
  onHand: number;
  parLevel: number;
  reorderPoint: number;
  /** The open request for more, if there is one. */
  reorder: string | null;
}

export interface Movement {
  item: string;
  location: string;
  lot: string | null;
  /** Signed, in stock units. */
  change: number;
  /** After the movement; below zero the shelf needs a count. */
  onHand: number;
}

export interface Reorder {
  id: string;
  item: string;
  location: string;
  quantity: number;
  unit: string;
  /** reorder-point: asked by the shelf · requisition: asked by a person or a system. */
  cause: 'reorder-point' | 'requisition';
}

/** What one message did. */
export interface StockEffect {
  kind: 'stock-issue' | 'requisition';
  id: string;
  movements: Movement[];
  reorders: Reorder[];
}

export interface Stock {
  shelves: Map<string, Shelf>;
  reorders: Map<string, Reorder>;
  documents: number;
}

/** Every shelf at its par level. */
export function stockUp(master: Master): Stock {
  const shelves = master.parLevels.map((level): [string, Shelf] => [
    shelfKey(level.item, level.location),
    { ...level, onHand: level.parLevel, reorder: null },
  ]);
  return { shelves: new Map(shelves), reorders: new Map(), documents: 0 };
}

/** The shelf that a room draws an item from: its own, or its facility's central store. */
export function shelfFor(stock: Stock, master: Master, item: string, location: string): Shelf | undefined {
  const store = `${master.locations.get(location)}-CS`;
  return stock.shelves.get(shelfKey(item, location)) ?? stock.shelves.get(shelfKey(item, store));
}

export function applyStock(stock: Stock, effect: StockEffect): void {
  stock.documents++;
  for (const { item, location, onHand } of effect.movements) {
    const shelf = stock.shelves.get(shelfKey(item, location));
    if (shelf) shelf.onHand = onHand;
  }
  for (const reorder of effect.reorders) {
    stock.reorders.set(reorder.id, reorder);
    const shelf = stock.shelves.get(shelfKey(reorder.item, reorder.location));
    if (shelf && reorder.cause === 'reorder-point') shelf.reorder = reorder.id;
  }
}

export function documentId(stock: Stock): string {
  return `MOV-${String(stock.documents + 1).padStart(6, '0')}`;
}

function shelfKey(item: string, location: string): string {
  return `${item}@${location}`;
}
