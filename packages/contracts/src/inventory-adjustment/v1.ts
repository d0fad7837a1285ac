import { choice, facility, identifier, instant, lineNumber, list, record, signedAmount, text, unit } from '../field.ts';
import { defineContract } from '../schema.ts';

export const inventoryAdjustmentV1 = defineContract({
  name: 'inventory-adjustment',
  version: 1,
  title: 'Inventory adjustment',
  description: 'A change of what is on the shelf: used, returned, expired, recalled, moved or counted.',
  schema: record(
    ['Inventory adjustment', 'Movements of one document, booked together or not at all.'],
    {
      adjustmentId: identifier(['Adjustment id', 'Stable over retries.']),
      occurredAt: instant(['Occurred at', 'When the stock changed.']),
      facility,
      location: identifier(['Location', 'Where the stock is kept.']),
      reason: choice(
        ['Reason', 'Why the stock changed.'],
        ['used', 'wasted', 'returned', 'expired', 'recalled', 'transferred', 'counted', 'received'],
      ),
      lines: list(
        ['Lines', 'One per item and lot.'],
        record(
          ['Line', 'One movement.'],
          {
            line: lineNumber(['Line', 'Position, from 1.']),
            item: identifier(['Item', 'Item number in the ERP.']),
            change: {
              title: 'Change',
              description: 'Stock units added; fewer on the shelf is negative. Never zero.',
              type: 'number',
              minimum: -1_000_000,
              maximum: 1_000_000,
              not: { const: 0 },
              'x-class': 'open',
            },
            unit,
          },
          {
            lot: identifier(['Lot', 'Manufacturer lot or batch.']),
            serial: identifier(['Serial', 'Serial number of one device.'], 'phi'),
            value: signedAmount(['Value', 'Change of inventory value, same sign as the change.']),
            note: text(['Note', 'Why, in words.']),
          },
        ),
      ),
    },
    {
      reference: identifier(['Reference', 'Document behind the change, such as a usage id.']),
      toLocation: identifier(['To location', 'Where transferred stock went.']),
    },
  ),
  examples: [
    {
      name: 'used-in-theatre',
      title: 'Sutures and drapes used in one case.',
      message: {
        adjustmentId: 'ADJ-SU-2026-118204',
        occurredAt: '2026-11-17T15:42:10Z',
        facility: 'WEST',
        location: 'OR-4',
        reason: 'used',
        reference: 'SU-2026-118204',
        lines: [
          { line: 1, item: '40020221', change: -4, unit: 'EA', value: -12.8 },
          { line: 2, item: '40030410', change: -2, unit: 'EA', lot: 'D7741' },
        ],
      },
    },
    {
      name: 'count',
      title: 'A cycle count found one box too many.',
      message: {
        adjustmentId: 'CNT-0091',
        occurredAt: '2026-11-20T06:00:00Z',
        facility: 'WEST',
        location: 'WEST-CS',
        reason: 'counted',
        lines: [{ line: 1, item: '40050120', change: 10, unit: 'EA', note: 'Box behind the shelf' }],
      },
    },
  ],
});
