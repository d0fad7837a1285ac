import { amount, choice, currency, day, identifier, lineNumber, list, quantity, record, text, unit } from '../field.ts';
import { defineContract } from '../schema.ts';

export const invoiceV1 = defineContract({
  name: 'invoice',
  version: 1,
  title: 'Invoice',
  description: 'What a supplier asks the hospital to pay for one purchase order.',
  schema: record(
    ['Invoice', 'The supplier’s invoice or credit note.'],
    {
      invoice: identifier(['Invoice', 'The supplier’s invoice number.']),
      type: choice(['Type', 'A credit note takes money back.'], ['invoice', 'credit']),
      invoiceDate: day(['Invoice date', 'Day printed on the invoice.']),
      supplier: identifier(['Supplier', 'Supplier number in the ERP.']),
      purchaseOrder: identifier(['Purchase order', 'Order the invoice refers to.']),
      currency,
      lines: list(
        ['Lines', 'What is invoiced.'],
        record(
          ['Line', 'One invoiced item.'],
          {
            line: lineNumber(['Line', 'Position, from 1.']),
            purchaseOrderLine: lineNumber(['Order line', 'Line of the purchase order.']),
            item: identifier(['Item', 'Item number in the ERP.']),
            quantity: quantity(['Quantity', 'Units invoiced.']),
            unit,
            unitPrice: amount(['Unit price', 'Price asked for one unit.']),
            amount: amount(['Amount', 'Quantity times unit price, to the cent.']),
          },
          { description: text(['Description', 'What the supplier calls it.']) },
        ),
      ),
      total: amount(['Total', 'Lines, freight and tax together.']),
    },
    {
      dueDate: day(['Due date', 'Day the payment is due.']),
      freight: amount(['Freight', 'Carriage, where charged.']),
      tax: amount(['Tax', 'Sales tax, where charged.']),
      remitTo: identifier(['Remit to', 'Bank account or lockbox reference to pay to.'], 'financial'),
    },
  ),
  examples: [
    {
      name: 'sutures',
      title: 'Invoice for the whole order with freight.',
      message: {
        invoice: 'INV-330981',
        type: 'invoice',
        invoiceDate: '2026-11-14',
        dueDate: '2026-12-14',
        supplier: 'S-12',
        purchaseOrder: 'PO-7781',
        currency: 'USD',
        lines: [
          { line: 1, purchaseOrderLine: 1, item: '40020221', quantity: 20, unit: 'BX', unitPrice: 115.2, amount: 2304 },
        ],
        freight: 18.5,
        total: 2322.5,
      },
    },
  ],
});
