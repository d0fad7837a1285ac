import { amount, choice, currency, day, identifier, list, matching, record, signedAmount, text } from '../field.ts';
import { defineContract } from '../schema.ts';

export const remittanceV1 = defineContract({
  name: 'remittance',
  version: 1,
  title: 'Remittance',
  description: 'What a payer paid for which claims, and why not more (the content of an X12 835).',
  schema: record(
    ['Remittance', 'One payment.'],
    {
      remittanceId: identifier(['Remittance id', 'Check or EFT trace number.'], 'financial'),
      paidOn: day(['Paid on', 'Day the money moves.']),
      method: choice(['Method', 'How the money comes.'], ['ACH', 'CHECK', 'WIRE', 'NONE'], 'financial'),
      payer: record(
        ['Payer', 'Who pays.'],
        { name: text(['Name', 'Name of the payer.']) },
        { id: identifier(['Payer id', 'National payer number.']) },
      ),
      payee: record(['Payee', 'Who is paid.'], {
        id: matching(['Payee id', 'National provider identifier, ten digits.'], '^\\d{10}$'),
      }),
      currency,
      total: signedAmount(['Total', 'Money that moves; claims plus provider adjustments.']),
      claims: list(
        ['Claims', 'The claims answered by this payment.'],
        record(
          ['Claim', 'One answered claim.'],
          {
            claimId: identifier(['Claim id', 'The hospital’s own claim number.'], 'phi'),
            status: choice(['Status', 'How the payer decided.'], ['paid', 'denied', 'reversed', 'secondary']),
            charged: amount(['Charged', 'What the hospital asked.']),
            paid: signedAmount(['Paid', 'What the payer pays; negative when taken back.']),
          },
          {
            payerClaimId: identifier(['Payer claim id', 'The payer’s number of the claim.'], 'phi'),
            patientPays: amount(['Patient pays', 'Share of the patient.']),
            adjustments: list(
              ['Adjustments', 'Why charged and paid differ.'],
              record(['Adjustment', 'One reason.'], {
                group: choice(['Group', 'Who bears it: contract, patient, payer, other.'], ['CO', 'PR', 'PI', 'OA']),
                reason: matching(['Reason', 'Claim adjustment reason code.'], '^[A-Z]?\\d{1,3}$'),
                amount: signedAmount(['Amount', 'Taken from the charge; negative adds.']),
              }),
            ),
          },
        ),
      ),
    },
    { account: identifier(['Account', 'Bank account credited, last four digits.'], 'financial') },
  ),
  examples: [
    {
      name: 'knee-claim',
      title: 'A claim paid with a contractual adjustment and a patient share.',
      message: {
        remittanceId: 'EFT-20261120-0042',
        paidOn: '2026-11-20',
        method: 'ACH',
        payer: { name: 'Prairie Mutual Health', id: '60054' },
        payee: { id: '1487654321' },
        currency: 'USD',
        total: 21250.4,
        claims: [
          {
            claimId: 'CLM-7730142',
            status: 'paid',
            charged: 38410.73,
            paid: 21250.4,
            patientPays: 1500,
            adjustments: [
              { group: 'CO', reason: '45', amount: 15660.33 },
              { group: 'PR', reason: '1', amount: 1500 },
            ],
          },
        ],
      },
    },
  ],
});
