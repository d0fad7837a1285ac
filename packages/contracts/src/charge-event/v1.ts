import {
  amount,
  choice,
  currency,
  day,
  facility,
  identifier,
  instant,
  lineNumber,
  list,
  matching,
  quantity,
  record,
  text,
  unit,
} from '../field.ts';
import { defineContract } from '../schema.ts';

export const chargeEventV1 = defineContract({
  name: 'charge-event',
  version: 1,
  title: 'Charge event',
  description: 'What a patient’s account is charged for one usage, or credited when it is taken back.',
  schema: record(
    ['Charge event', 'All charges of one usage, posted together or not at all.'],
    {
      chargeId: identifier(['Charge id', 'Stable over retries; billing refuses a second body under the same id.']),
      type: choice(['Type', 'A credit takes an earlier charge back.'], ['charge', 'credit']),
      serviceDate: day(['Service date', 'Day the supplies were used.'], 'phi'),
      facility,
      encounterId: identifier(['Encounter', 'Visit the charges belong to.'], 'phi'),
      patient: record(['Patient', 'Whose account is charged.'], {
        id: identifier(['Patient id', 'Medical record number.'], 'phi'),
      }),
      currency,
      lines: list(
        ['Lines', 'One per charge code and item.'],
        record(
          ['Line', 'One charge.'],
          {
            line: lineNumber(['Line', 'Position, from 1.']),
            chargeCode: matching(['Charge code', 'Charge master number.'], '^[A-Z0-9-]{3,20}$', 'financial'),
            quantity: quantity(['Quantity', 'Units charged, wasted ones left out.']),
            unitPrice: amount(['Unit price', 'Charge master price of one unit.']),
            amount: amount(['Amount', 'Quantity times unit price, to the cent.']),
          },
          {
            revenueCode: matching(['Revenue code', 'UB-04 revenue code of four digits.'], '^\\d{4}$', 'financial'),
            hcpcs: matching(['HCPCS', 'Device or procedure code for the claim.'], '^[A-Z0-9]{5}$', 'phi'),
            item: identifier(['Item', 'Item number in the ERP.']),
            description: text(['Description', 'What the bill says.']),
            unit,
            udi: text(['UDI', 'Device identifier of an implant, for the claim.'], 'phi'),
          },
        ),
      ),
      total: amount(['Total', 'Sum of the lines.']),
    },
    {
      usageId: identifier(['Usage id', 'The supply usage behind the charges.']),
      postedAt: instant(['Posted at', 'When the charge was made.']),
      account: identifier(['Account', 'Patient account, where billing needs it.'], 'phi'),
      reverses: identifier(['Reverses', 'Charge id that a credit takes back.']),
    },
  ),
  examples: [
    {
      name: 'knee-implant',
      title: 'Implant and sutures of one knee replacement.',
      message: {
        chargeId: 'CH-SU-2026-118204',
        type: 'charge',
        usageId: 'SU-2026-118204',
        serviceDate: '2026-11-17',
        facility: 'WEST',
        encounterId: 'E-7730142',
        patient: { id: 'MRN-448812' },
        currency: 'USD',
        lines: [
          {
            line: 1,
            chargeCode: '2780293',
            revenueCode: '0278',
            hcpcs: 'C1776',
            item: '40010293',
            quantity: 1,
            unit: 'EA',
            unitPrice: 4320.93,
            amount: 4320.93,
          },
          { line: 2, chargeCode: '2720221', quantity: 4, unitPrice: 11.2, amount: 44.8 },
        ],
        total: 4365.73,
      },
    },
  ],
});
