import { cents } from '../rest/decision.ts';
import type { ErpEffect, GoodsReceipt, Invoice, Posting } from './document.ts';
import { Periods } from './period.ts';
import { type PurchaseOrder, type PurchaseOrderLine, seedPurchaseOrders } from './purchase-order.ts';

/** Everything the ERP holds; a fold over its ledger, starting from the seed. */
export interface Books {
  periods: Periods;
  orders: Map<string, PurchaseOrder>;
  postings: Map<string, Posting>;
  receipts: Map<string, GoodsReceipt>;
  /** By supplier and invoice number: one number is paid once. */
  invoices: Map<string, Invoice>;
  /** Account → debits less credits, in cents. */
  balances: Map<string, number>;
}

export function openBooks(): Books {
  return {
    periods: new Periods(),
    orders: seedPurchaseOrders(),
    postings: new Map(),
    receipts: new Map(),
    invoices: new Map(),
    balances: new Map(),
  };
}

export function invoiceKey(supplier: string, invoice: string): string {
  return `${supplier}/${invoice}`;
}

export function applyEffect(books: Books, effect: ErpEffect): void {
  if (effect.kind === 'posting') {
    books.postings.set(effect.postingId, effect);
    for (const { account, debit, credit } of effect.lines) {
      const change = cents(debit ?? 0) - cents(credit ?? 0);
      books.balances.set(account, (books.balances.get(account) ?? 0) + change);
    }
    return;
  }
  const ordered = (line: number) => books.orders.get(effect.purchaseOrder)?.lines.find((one) => one.line === line);
  if (effect.kind === 'goods-receipt') {
    books.receipts.set(effect.receiptId, effect);
    for (const line of effect.lines) add(ordered(line.purchaseOrderLine), 'received', line.taken);
    return;
  }
  books.invoices.set(invoiceKey(effect.supplier, effect.invoice), effect);
  const sign = effect.type === 'invoice' ? 1 : -1;
  for (const line of effect.lines) add(ordered(line.purchaseOrderLine), 'invoiced', sign * line.quantity);
}

function add(line: PurchaseOrderLine | undefined, to: 'received' | 'invoiced', quantity: number): void {
  if (line) line[to] += quantity;
}
