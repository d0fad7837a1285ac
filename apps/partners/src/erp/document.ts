import { z } from 'zod';
import { amount, currency, day, instant, lineNumber, name, quantity } from '../rest/shape.ts';

export const posting = z.object({
  postingId: name,
  postingDate: day,
  facility: name,
  currency,
  reference: name.optional(),
  memo: z.string().max(200).optional(),
  lines: z
    .array(
      z.object({
        line: lineNumber,
        account: name,
        debit: amount.optional(),
        credit: amount.optional(),
        costCentre: name.optional(),
        item: name.optional(),
        quantity: z.number().min(0).optional(),
        unit: z.string().optional(),
      }),
    )
    .min(2)
    .max(1000),
});

/** A balanced journal entry. */
export interface Posting extends z.infer<typeof posting> {
  kind: 'posting';
  id: string;
  period: string;
}

export const receipt = z.object({
  receiptId: name,
  receivedAt: instant,
  purchaseOrder: name,
  supplier: name,
  location: name,
  packingSlip: name.optional(),
  lines: z
    .array(
      z.object({
        line: lineNumber,
        purchaseOrderLine: lineNumber,
        item: name,
        quantity,
        unit: z.string(),
        lot: z.string().optional(),
        condition: z.enum(['accepted', 'damaged', 'wrong']).default('accepted'),
      }),
    )
    .min(1)
    .max(1000),
});

/** Goods taken in against an order. */
export interface GoodsReceipt extends Omit<z.infer<typeof receipt>, 'lines'> {
  kind: 'goods-receipt';
  id: string;
  /** `taken` is what goes into stock: nothing of what is damaged or wrong. */
  lines: (z.infer<typeof receipt>['lines'][number] & { taken: number })[];
}

export const invoice = z.object({
  invoice: name,
  type: z.enum(['invoice', 'credit']),
  invoiceDate: day,
  dueDate: day.optional(),
  supplier: name,
  purchaseOrder: name,
  currency,
  freight: amount.default(0),
  tax: amount.default(0),
  total: amount,
  lines: z
    .array(
      z.object({
        line: lineNumber,
        purchaseOrderLine: lineNumber,
        item: name,
        quantity,
        unit: z.string(),
        unitPrice: amount,
        amount,
      }),
    )
    .min(1)
    .max(1000),
});

/** Why an invoice is not paid yet. */
export interface Difference {
  line: number;
  what: 'quantity' | 'price';
  invoiced: number;
  /** Received and not yet invoiced, or the price of the order. */
  expected: number;
}

/** A supplier's invoice as accounts payable sees it. */
export interface Invoice extends z.infer<typeof invoice> {
  kind: 'invoice';
  id: string;
  status: 'payable' | 'blocked';
  differences: Difference[];
}

/** What one request did to the books. */
export type ErpEffect = Posting | GoodsReceipt | Invoice;
