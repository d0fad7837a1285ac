import { type Decision, parse, refuse } from '../rest/decision.ts';
import type { Books } from './books.ts';
import { type GoodsReceipt, receipt } from './document.ts';
import { orderLine, receivable } from './match.ts';
import { periodOf } from './period.ts';
import { OVER_DELIVERY } from './purchase-order.ts';

/** Taken against a purchase order, up to its quantity and a tenth more. */
export function decideGoodsReceipt(books: Books, body: unknown): Decision<GoodsReceipt> {
  const parsed = parse(receipt, body, 'goods_receipt');
  if (!parsed.ok) return parsed;
  const message = parsed.message;
  const known = books.receipts.get(message.receiptId);
  if (known) return refuse(409, 'receipt_exists', `Already recorded as ${known.id}.`, 'receiptId');
  const found = receivable(books, message);
  if (!found.ok) return found;
  const { order } = found;
  const taking = new Map<number, number>();
  for (const [i, line] of message.lines.entries()) {
    const ordered = orderLine(order, line, i);
    if (!ordered.ok) return ordered;
    const taken = (taking.get(line.purchaseOrderLine) ?? 0) + (line.condition === 'accepted' ? line.quantity : 0);
    taking.set(line.purchaseOrderLine, taken);
    if (ordered.line.received + taken > ordered.line.quantity * (1 + OVER_DELIVERY))
      return refuse(422, 'over_delivery', 'More than ordered and a tenth.', `lines[${i}].quantity`);
  }
  const period = periodOf(message.receivedAt);
  if (!books.periods.isOpen(period))
    return refuse(409, 'period_closed', `The accounting period ${period} is closed.`, 'receivedAt');
  const id = `GRN-${String(books.receipts.size + 1).padStart(6, '0')}`;
  const lines = message.lines.map((line) => ({ ...line, taken: line.condition === 'accepted' ? line.quantity : 0 }));
  return {
    ok: true,
    reference: id,
    effect: { kind: 'goods-receipt', id, ...message, lines },
    answer: {
      id,
      receiptId: message.receiptId,
      purchaseOrder: order.purchaseOrder,
      status: 'posted',
      lines: order.lines.map(({ line, quantity, received, invoiced }) => ({
        line,
        ordered: quantity,
        received: received + (taking.get(line) ?? 0),
        invoiced,
      })),
    },
  };
}
