import {
  amount,
  count,
  day,
  facility,
  flag,
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
import { defineContract, type JsonSchema } from '../schema.ts';
import { examples } from './v1.examples.ts';

const line: JsonSchema = {
  ...record(
    ['Line', 'One supply that was opened for this case; an implant names its UDI, lot or serial number.'],
    {
      line: lineNumber(['Line', 'Position in the scan, from 1.']),
      item: identifier(['Item', 'Item number as the point of use knows it; the item cross-reference translates it.']),
      quantity: quantity(['Quantity', 'How many units were opened, wasted ones included.']),
      unit,
    },
    {
      description: text(['Description', 'What the scanner showed, for people.']),
      udi: matching(
        ['UDI', 'Unique device identifier as scanned: GS1 with or without brackets, HIBCC (+) or ICCBBA (=).'],
        '^(\\(01\\)\\d{14}|01\\d{14}|\\+[A-Z0-9]|=)[^\\p{Cc}\\p{Cs}]*$',
        'phi',
      ),
      lot: identifier(['Lot', 'Manufacturer lot or batch.']),
      serial: identifier(['Serial', 'Serial number of this one device; it identifies its bearer.'], 'phi'),
      expiry: day(['Expiry', 'Last day of use printed on the package.']),
      wasted: count(['Wasted', 'How many of the quantity were opened and not used: consumed, not charged.']),
      implant: flag(['Implant', 'Stays in the patient.']),
      price: amount(['Price', 'Unit price known at the point of use, if any; the contract price goes before it.']),
    },
  ),
  anyOf: [
    { properties: { implant: { const: false } } },
    { required: ['udi'] },
    { required: ['lot'] },
    { required: ['serial'] },
  ],
};

export const supplyUsageV1 = defineContract({
  name: 'supply-usage',
  version: 1,
  title: 'Supply usage',
  description: 'What was opened and used during one procedure, scanned at the point of use.',
  schema: record(
    ['Supply usage', 'One scan session in one room.'],
    {
      usageId: identifier(['Usage id', 'The scanning system’s own number; the same usage always has the same id.']),
      occurredAt: instant(['Occurred at', 'When the supplies were used, with time zone.'], 'phi'),
      facility,
      location: identifier(['Location', 'Room or store the supplies were taken from, as in the location hierarchy.']),
      encounterId: identifier(['Encounter', 'Visit the supplies are charged to.'], 'phi'),
      patient: record(
        ['Patient', 'Whom the supplies were used for.'],
        { id: identifier(['Patient id', 'Medical record number.'], 'phi') },
        { authority: identifier(['Authority', 'Who assigned the medical record number.']) },
      ),
      procedure: record(
        ['Procedure', 'What was done.'],
        { code: identifier(['Procedure code', 'CPT or local procedure code, such as 27447.'], 'phi') },
        {
          system: identifier(['Code system', 'CPT, ICD-10-PCS or LOCAL.']),
          description: text(['Description', 'Procedure in words.'], 'phi'),
        },
      ),
      chargeable: flag(['Chargeable', 'Whether the patient’s account is charged for anything in this usage.']),
      lines: list(['Lines', 'The supplies, in the order scanned.'], line),
    },
    {
      returned: flag([
        'Returned',
        'These supplies went back to the shelf: a usage taken back, with the quantities of what comes back.',
      ]),
      recordedAt: instant(['Recorded at', 'When the scan session was closed.']),
      caseId: identifier(['Case', 'Surgical case in the theatre’s schedule.'], 'phi'),
      clinician: record(
        ['Clinician', 'Who performed the procedure.'],
        { id: identifier(['Clinician id', 'National provider or staff number.'], 'pii') },
        { name: text(['Name', 'Name of the clinician.'], 'pii') },
      ),
      costCentre: identifier(['Cost centre', 'Who bears the cost, if the room’s own cost centre does not.']),
    },
  ),
  examples,
});
