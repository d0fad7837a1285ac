import {
  amount,
  choice,
  currency,
  day,
  facility,
  identifier,
  lineNumber,
  list,
  quantity,
  record,
  text,
  unit,
} from '../field.ts';
import { defineContract } from '../schema.ts';

export const purchaseOrderV1 = defineContract({
  name: 'purchase-order',
  version: 1,
  title: 'Purchase order',
  description: 'What the hospital ordered from one supplier.',
  schema: record(
    ['Purchase order', 'The order as placed.'],
    {
      purchaseOrder: identifier(['Purchase order', 'Order number in the ERP.']),
      orderedOn: day(['Ordered on', 'Day the order was placed.']),
      supplier: identifier(['Supplier', 'Supplier number in the ERP.']),
      facility,
      shipTo: identifier(['Ship to', 'Location that receives the goods.']),
      status: choice(['Status', 'Where the order stands.'], ['open', 'received', 'invoiced', 'closed', 'cancelled']),
      currency,
      lines: list(
        ['Lines', 'What was ordered.'],
        record(
          ['Line', 'One ordered item.'],
          {
            line: lineNumber(['Line', 'Position, from 1.']),
            item: identifier(['Item', 'Item number in the ERP.']),
            quantity: quantity(['Quantity', 'Units ordered.']),
            unit,
            unitPrice: amount(['Unit price', 'Agreed price of one ordered unit.']),
          },
          {
            supplierItem: identifier(['Supplier item', 'The supplier’s catalogue number.']),
            description: text(['Description', 'Name of the item.']),
            amount: amount(['Amount', 'Quantity times unit price, to the cent.']),
            neededBy: day(['Needed by', 'Latest day of delivery.']),
          },
        ),
      ),
    },
    {
      buyer: text(['Buyer', 'Who placed the order.'], 'pii'),
      paymentTerms: text(['Payment terms', 'Such as NET30.'], 'financial', 40),
      total: amount(['Total', 'Sum of the lines.']),
    },
  ),
  examples: [
    {
      name: 'sutures',
      title: 'A replenishment order for the central store.',
      message: {
        purchaseOrder: 'PO-7781',
        orderedOn: '2026-11-02',
        supplier: 'S-12',
        facility: 'WEST',
        shipTo: 'WEST-DOCK',
        status: 'open',
        currency: 'USD',
        buyer: 'Marcus Lindqvist',
        paymentTerms: 'NET30',
        lines: [
          {
            line: 1,
            item: '40020221',
            quantity: 20,
            unit: 'BX',
            unitPrice: 115.2,
            amount: 2304,
            neededBy: '2026-11-16',
          },
        ],
        total: 2304,
      },
    },
  ],
});
