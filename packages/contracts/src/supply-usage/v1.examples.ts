import type { Example } from '../schema.ts';

export const examples: readonly Example[] = [
  {
    name: 'knee-replacement',
    title: 'Total knee replacement: a femoral implant with its UDI, sutures, and one drape of two wasted.',
    message: {
      usageId: 'SU-2026-118204',
      occurredAt: '2026-11-17T09:42:10-06:00',
      recordedAt: '2026-11-17T10:15:33-06:00',
      facility: 'WEST',
      location: 'OR-4',
      encounterId: 'E-7730142',
      caseId: 'CASE-55120',
      patient: { id: 'MRN-448812', authority: 'WEST' },
      procedure: { code: '27447', system: 'CPT', description: 'Total knee arthroplasty' },
      clinician: { id: '1730155209', name: 'Adaeze Okonkwo' },
      chargeable: true,
      lines: [
        {
          line: 1,
          item: 'IMP-10293',
          description: 'Femoral component, cemented, size 5 left',
          udi: '(01)00844588003288(17)310630(10)L2291(21)SN88120',
          lot: 'L2291',
          serial: 'SN88120',
          expiry: '2031-06-30',
          quantity: 1,
          unit: 'EA',
          implant: true,
        },
        { line: 2, item: 'SUT-221', quantity: 4, unit: 'EA' },
        { line: 3, item: 'DRP-410', quantity: 2, unit: 'EA', wasted: 1 },
      ],
    },
  },
  {
    name: 'stock-only',
    title: 'Catheter laboratory consumables that are part of the room charge.',
    message: {
      usageId: 'SU-2026-118377',
      occurredAt: '2026-11-17T13:05:00Z',
      facility: 'WEST',
      location: 'CATH-1',
      encounterId: 'E-7730390',
      patient: { id: 'MRN-102233' },
      procedure: { code: '93458', system: 'CPT' },
      chargeable: false,
      lines: [{ line: 1, item: 'DRP-415', quantity: 1, unit: 'EA' }],
    },
  },
];
