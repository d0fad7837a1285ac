import { amount, count, currency, day, facility, identifier, lineNumber, list, record, text, unit } from '../field.ts';
import { defineContract, type JsonSchema } from '../schema.ts';

const line: JsonSchema = {
  ...record(
    ['Line', 'One side of the entry: a debit or a credit.'],
    {
      line: lineNumber(['Line', 'Position, from 1.']),
      account: identifier(['Account', 'General ledger account.'], 'financial'),
    },
    {
      debit: amount(['Debit', 'Amount on the left.']),
      credit: amount(['Credit', 'Amount on the right.']),
      costCentre: identifier(['Cost centre', 'Who bears an expense.']),
      item: identifier(['Item', 'Item number in the ERP.']),
      quantity: count(['Quantity', 'Stock units behind the amount.']),
      unit,
      memo: text(['Memo', 'Words on the ledger line.']),
    },
  ),
  oneOf: [{ required: ['debit'] }, { required: ['credit'] }],
};

export const erpPostingV1 = defineContract({
  name: 'erp-posting',
  version: 1,
  title: 'ERP posting',
  description: 'A balanced journal entry, such as supplies taken out of inventory into expense.',
  schema: record(
    ['ERP posting', 'One journal entry; debits equal credits.'],
    {
      postingId: identifier(['Posting id', 'Stable over retries.']),
      postingDate: day(['Posting date', 'Decides the accounting period.']),
      facility,
      currency,
      lines: list(['Lines', 'At least one debit and one credit.'], line),
    },
    {
      reference: identifier(['Reference', 'Document behind the entry, such as a usage id.']),
      memo: text(['Memo', 'Words on the entry.']),
    },
  ),
  examples: [
    {
      name: 'usage-valuation',
      title: 'Sutures of one case: supplies expense against inventory.',
      message: {
        postingId: 'JE-SU-2026-118204',
        postingDate: '2026-11-17',
        facility: 'WEST',
        currency: 'USD',
        reference: 'SU-2026-118204',
        lines: [
          { line: 1, account: '610200', debit: 12.8, costCentre: '71040', item: '40020221', quantity: 4, unit: 'EA' },
          { line: 2, account: '141000', credit: 12.8, item: '40020221', quantity: 4, unit: 'EA' },
        ],
      },
    },
  ],
});
