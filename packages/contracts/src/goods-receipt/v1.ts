import {
  choice,
  day,
  facility,
  identifier,
  instant,
  lineNumber,
  list,
  quantity,
  record,
  text,
  unit,
} from '../field.ts';
import { defineContract } from '../schema.ts';

export const goodsReceiptV1 = defineContract({
  name: 'goods-receipt',
  version: 1,
  title: 'Goods receipt',
  description: 'What came through the dock for one purchase order.',
  schema: record(
    ['Goods receipt', 'One delivery as counted.'],
    {
      receiptId: identifier(['Receipt id', 'The receiving system’s own number.']),
      receivedAt: instant(['Received at', 'When the delivery was counted.']),
      purchaseOrder: identifier(['Purchase order', 'Order the goods belong to.']),
      supplier: identifier(['Supplier', 'Supplier number in the ERP.']),
      facility,
      location: identifier(['Location', 'Dock or store that took the goods in.']),
      lines: list(
        ['Lines', 'What was counted.'],
        record(
          ['Line', 'One counted item.'],
          {
            line: lineNumber(['Line', 'Position, from 1.']),
            purchaseOrderLine: lineNumber(['Order line', 'Line of the purchase order.']),
            item: identifier(['Item', 'Item number in the ERP.']),
            quantity: quantity(['Quantity', 'Units counted.']),
            unit,
          },
          {
            lot: identifier(['Lot', 'Manufacturer lot or batch.']),
            expiry: day(['Expiry', 'Last day of use printed on the package.']),
            condition: choice(
              ['Condition', 'Damaged and wrong goods are not taken into stock.'],
              ['accepted', 'damaged', 'wrong'],
            ),
          },
        ),
      ),
    },
    {
      packingSlip: identifier(['Packing slip', 'The supplier’s delivery number.']),
      carrier: text(['Carrier', 'Who delivered.']),
      receivedBy: text(['Received by', 'Who counted.'], 'pii'),
    },
  ),
  examples: [
    {
      name: 'sutures-complete',
      title: 'The whole order arrived, in two lots.',
      message: {
        receiptId: 'GR-55120',
        receivedAt: '2026-11-13T08:20:00-06:00',
        purchaseOrder: 'PO-7781',
        supplier: 'S-12',
        facility: 'WEST',
        location: 'WEST-DOCK',
        packingSlip: 'PS-88201',
        receivedBy: 'J. Alvarez',
        lines: [
          {
            line: 1,
            purchaseOrderLine: 1,
            item: '40020221',
            quantity: 12,
            unit: 'BX',
            lot: 'SX4410',
            expiry: '2030-04-30',
          },
          {
            line: 2,
            purchaseOrderLine: 1,
            item: '40020221',
            quantity: 8,
            unit: 'BX',
            lot: 'SX4411',
            condition: 'accepted',
          },
        ],
      },
    },
  ],
});
