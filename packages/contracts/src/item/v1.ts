import { amount, choice, currency, flag, identifier, matching, record, text, unit } from '../field.ts';
import { defineContract } from '../schema.ts';

export const itemV1 = defineContract({
  name: 'item',
  version: 1,
  title: 'Item',
  description: 'One thing the hospital buys and uses, as its item master knows it.',
  schema: record(
    ['Item', 'One row of the item master.'],
    {
      item: identifier(['Item', 'Item number in the ERP.']),
      description: text(['Description', 'Name, size and material in words.']),
      category: identifier(['Category', 'Product category, such as implant, suture or drape.']),
      stockUnit: { ...unit, title: 'Stock unit', description: 'Smallest unit that is counted and issued.' },
      status: choice(['Status', 'Inactive items are neither bought nor issued.'], ['active', 'inactive']),
      stocked: flag(['Stocked', 'Kept on a shelf and counted; other items are bought per case or on consignment.']),
      chargeable: flag(['Chargeable', 'Charged to the patient when used.']),
      implant: flag(['Implant', 'Stays in the patient and is tracked.']),
    },
    {
      gtin: matching(['GTIN', 'GS1 number of the stock unit, 14 digits.'], '^\\d{14}$'),
      supplier: identifier(['Supplier', 'Preferred supplier.']),
      supplierItem: identifier(['Supplier item', 'The supplier’s catalogue number.']),
      tracking: choice(['Tracking', 'What is recorded per use.'], ['none', 'lot', 'serial']),
      hcpcs: matching(['HCPCS', 'Billing code of the device, where one exists.'], '^[A-Z]\\d{4}$'),
      standardCost: amount(['Standard cost', 'Valuation price of one stock unit.']),
      currency,
    },
  ),
  examples: [
    {
      name: 'femoral-component',
      title: 'A consignment implant, tracked by serial number.',
      message: {
        item: '40010293',
        description: 'Femoral component, cemented, size 5 left',
        category: 'implant-knee',
        stockUnit: 'EA',
        status: 'active',
        stocked: false,
        chargeable: true,
        implant: true,
        gtin: '00844588003288',
        supplier: 'S-9',
        supplierItem: '5517-F-501',
        tracking: 'serial',
        hcpcs: 'C1776',
        standardCost: 1234.55,
        currency: 'USD',
      },
    },
    {
      name: 'drape',
      title: 'A stocked drape that is part of the room charge.',
      message: {
        item: '40030410',
        description: 'Drape, extremity, with pouch',
        category: 'drape',
        stockUnit: 'EA',
        status: 'active',
        stocked: true,
        chargeable: false,
        implant: false,
      },
    },
  ],
});
