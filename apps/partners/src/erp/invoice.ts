import { cents, type Decision, parse, refuse } from '../rest/decision.ts';
import { type Books, invoiceKey } from './books.ts';
import { type Difference, type Invoice, invoice } from './document.ts';
import { orderLine, receivable } from './match.ts';
import { periodOf } from './period.ts';
import { PRICE_TOLERANCE } from './purchase-order.ts';

/** Recorded in any case when it is well-formed; payable only when the three-way match finds no difference. */
export function decideInvoice(books: Books, body: unknown): Decision<Invoice> {
  const parsed = parse(invoice, body, 'invoice');
  if (!parsed.ok) return parsed;
  const message = parsed.message;
  const known = books.invoices.get(invoiceKey(message.supplier, message.invoice));
  if (known) return refuse(409, 'invoice_duplicate', `This supplier's invoice is recorded as ${known.id}.`, 'invoice');
  const found = receivable(books, message);
  if (!found.ok) return found;
  const differences: Difference[] = [];
  let sum = cents(message.freight) + cents(message.tax);
  for (const [i, line] of message.lines.entries()) {
    const ordered = orderLine(found.order, line, i);
    if (!ordered.ok) return ordered;
    if (cents(line.quantity * line.unitPrice) !== cents(line.amount))
      return refuse(422, 'amount_mismatch', 'Quantity times unit price is another amount.', `lines[${i}].amount`);
    sum += cents(line.amount);
    if (message.type === 'credit') continue;
    const { received, invoiced, unitPrice } = ordered.line;
    if (line.quantity > received - invoiced)
      differences.push({ line: line.line, what: 'quantity', invoiced: line.quantity, expected: received - invoiced });
    if (Math.abs(line.unitPrice - unitPrice) > unitPrice * PRICE_TOLERANCE)
      differences.push({ line: line.line, what: 'price', invoiced: line.unitPrice, expected: unitPrice });
  }
  if (sum !== cents(message.total)) return refuse(422, 'total_mismatch', 'Lines, freight and tax differ.', 'total');
  const period = periodOf(message.invoiceDate);
  if (!books.periods.isOpen(period))
    return refuse(409, 'period_closed', `The accounting period ${period} is closed.`, 'invoiceDate');
  const id = `AP-${String(books.invoices.size + 1).padStart(6, '0')}`;
  const status = differences.length === 0 ? 'payable' : 'blocked';
  return {
    ok: true,
    reference: id,
    effect: { kind: 'invoice', id, status, differences, ...message },
    answer: { id, invoice: message.invoice, status, differences, total: message.total },
  };
}
