export interface PurchaseOrderLine {
  line: number;
  item: string;
  quantity: number;
  unit: string;
  unitPrice: number;
  received: number;
  invoiced: number;
}

export interface PurchaseOrder {
  purchaseOrder: string;
  orderedOn: string;
  supplier: string;
  facility: string;
  shipTo: string;
  status: 'open' | 'closed' | 'cancelled';
  currency: 'USD';
  lines: PurchaseOrderLine[];
}

/** How far an invoice price may be from the order's. */
export const PRICE_TOLERANCE = 0.02;
/** How much more than ordered the dock may take. */
export const OVER_DELIVERY = 0.1;

type SeedLine = [item: string, quantity: number, unit: string, unitPrice: number];
type Seed = [order: string, orderedOn: string, supplier: string, status: PurchaseOrder['status'], lines: SeedLine[]];

const SEED: readonly Seed[] = [
  ['PO-7781', '2026-11-02', 'S-12', 'open', [['40020221', 20, 'BX', 115.2]]],
  [
    'PO-7782',
    '2026-11-03',
    'S-28',
    'open',
    [
      ['40030410', 12, 'CA', 142],
      ['40030411', 8, 'CA', 119],
    ],
  ],
  [
    'PO-7783',
    '2026-11-04',
    'S-21',
    'open',
    [
      ['40050120', 30, 'BX', 79],
      ['40050160', 100, 'EA', 1.35],
    ],
  ],
  ['PO-7784', '2026-11-05', 'S-25', 'open', [['40060320', 40, 'BX', 315]]],
  [
    'PO-7785',
    '2026-11-06',
    'S-15',
    'open',
    [
      ['40015012', 6, 'EA', 1095],
      ['40051500', 10, 'BX', 49],
    ],
  ],
  [
    'PO-7786',
    '2026-11-09',
    'S-5',
    'open',
    [
      ['40032070', 60, 'BX', 56],
      ['40032075', 60, 'BX', 56],
    ],
  ],
  [
    'PO-7787',
    '2026-11-10',
    'S-19',
    'open',
    [
      ['40018400', 24, 'EA', 61.4],
      ['40018401', 12, 'EA', 148.75],
    ],
  ],
  [
    'PO-7788',
    '2026-11-11',
    'S-9',
    'open',
    [
      ['40010293', 2, 'EA', 1234.55],
      ['40010301', 2, 'EA', 988.4],
    ],
  ],
  ['PO-7702', '2026-08-18', 'S-12', 'closed', [['40020220', 10, 'BX', 109.8]]],
  ['PO-7715', '2026-09-07', 'S-13', 'cancelled', [['40021045', 4, 'BX', 642]]],
];

/** The orders the ERP knows when the demo begins; all for the west campus. */
export function seedPurchaseOrders(): Map<string, PurchaseOrder> {
  return new Map(
    SEED.map(([purchaseOrder, orderedOn, supplier, status, lines]) => [
      purchaseOrder,
      {
        purchaseOrder,
        orderedOn,
        supplier,
        facility: 'WEST',
        shipTo: 'WEST-DOCK',
        status,
        currency: 'USD' as const,
        lines: lines.map(([item, quantity, unit, unitPrice], i) => ({
          line: i + 1,
          item,
          quantity,
          unit,
          unitPrice,
          received: 0,
          invoiced: 0,
        })),
      },
    ]),
  );
}
