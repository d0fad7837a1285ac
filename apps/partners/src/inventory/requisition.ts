import type { Hl7Message } from '@throughline/formats';
import type { Master } from '../master/master.ts';
import { reorderId } from './issue.ts';
import { type Refusal, refusal } from './refusal.ts';
import { first, groups, value } from './segment.ts';
import { documentId, type Reorder, type Stock, type StockEffect } from './stock.ts';

/** OMS^O05 (stock) and OMN^O07 (non-stock) requisitions: each RQD becomes a request for more; no shelf changes. */
export function decideRequisition(stock: Stock, master: Master, message: Hl7Message): StockEffect | Refusal {
  if (value(first(message, 'ORC'), 1) !== 'NW')
    return refusal('AE', '103', 'ORC-1', 'Only new orders (NW) are taken; changes are made by hand.');
  const lines = groups(message, 'RQD');
  if (lines.length === 0) return refusal('AE', '100', 'RQD', 'No RQD: nothing to order.');
  const stocked = value(first(message, 'MSH'), 9) === 'OMS';
  const reorders: Reorder[] = [];
  for (const { number, head } of lines) {
    const at = (field: number) => `RQD[${number}]-${field}`;
    const item = value(head, 4) || value(head, 2);
    const known = master.items.get(item);
    if (!known) return refusal('AE', '204', at(4), 'The item is not in the item master.');
    if (known.stocked !== stocked)
      return refusal(
        'AE',
        '103',
        at(4),
        `The item is ${known.stocked ? 'stocked: send OMS^O05' : 'not stocked: send OMN^O07'}.`,
      );
    const quantity = Number(value(head, 5));
    if (!(quantity > 0)) return refusal('AE', '102', at(5), 'The quantity is a number above zero.');
    const location = value(head, 9);
    if (!master.locations.has(location)) return refusal('AE', '204', at(9), 'The location is not known.');
    const unit = value(head, 6) || known.stockUnit;
    reorders.push({ id: reorderId(stock, number - 1), item, location, quantity, unit, cause: 'requisition' });
  }
  return { kind: 'requisition', id: documentId(stock), movements: [], reorders };
}
