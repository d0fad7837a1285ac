import { type Problem, problem } from '../rest/problem.ts';
import type { Books } from './books.ts';
import type { PurchaseOrder, PurchaseOrderLine } from './purchase-order.ts';

type Refused = { ok: false; problem: Problem };

function refused(status: number, code: string, detail: string, field: string): Refused {
  return { ok: false, problem: problem(status, code, detail, field) };
}

/** The order a receipt or an invoice refers to, if it can still take one from that supplier. */
export function receivable(
  books: Books,
  message: { purchaseOrder: string; supplier: string },
): { ok: true; order: PurchaseOrder } | Refused {
  const order = books.orders.get(message.purchaseOrder);
  if (!order) return refused(422, 'purchase_order_unknown', 'No purchase order of that number.', 'purchaseOrder');
  if (order.supplier !== message.supplier)
    return refused(422, 'supplier_mismatch', 'The purchase order is with another supplier.', 'supplier');
  if (order.status !== 'open')
    return refused(409, 'purchase_order_closed', `The purchase order is ${order.status}.`, 'purchaseOrder');
  return { ok: true, order };
}

/** The order line that a line refers to, with the same item and unit. */
export function orderLine(
  order: PurchaseOrder,
  line: { purchaseOrderLine: number; item: string; unit: string },
  index: number,
): { ok: true; line: PurchaseOrderLine } | Refused {
  const found = order.lines.find((one) => one.line === line.purchaseOrderLine);
  const at = (field: string) => `lines[${index}].${field}`;
  if (!found) return refused(422, 'order_line_unknown', 'The order has no such line.', at('purchaseOrderLine'));
  if (found.item !== line.item) return refused(422, 'item_mismatch', 'The order line is for another item.', at('item'));
  if (found.unit !== line.unit) return refused(422, 'unit_mismatch', 'The order line has another unit.', at('unit'));
  return { ok: true, line: found };
}
