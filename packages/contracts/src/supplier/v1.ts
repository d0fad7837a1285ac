import { choice, currency, identifier, matching, record, text } from '../field.ts';
import { defineContract } from '../schema.ts';

export const supplierV1 = defineContract({
  name: 'supplier',
  version: 1,
  title: 'Supplier',
  description: 'A company the hospital buys from and pays.',
  schema: record(
    ['Supplier', 'One row of the supplier master.'],
    {
      supplier: identifier(['Supplier', 'Supplier number in the ERP.']),
      name: text(['Name', 'Legal name.']),
      status: choice(['Status', 'Blocked suppliers are not ordered from.'], ['active', 'blocked', 'inactive']),
    },
    {
      taxId: identifier(['Tax id', 'Tax number of the company.'], 'financial'),
      gln: matching(['GLN', 'GS1 location number, 13 digits.'], '^\\d{13}$'),
      ediId: identifier(['EDI id', 'Interchange id for X12, with its qualifier: 01:123456789.']),
      paymentTerms: text(['Payment terms', 'Such as NET30 or 2/10NET30.'], 'financial', 40),
      currency,
      address: record(
        ['Address', 'Where orders go.'],
        {
          lines: { ...text(['Street', 'Street and number, parts separated by commas.']) },
          city: text(['City', 'Town or city.']),
          country: matching(['Country', 'ISO 3166 code of two letters.'], '^[A-Z]{2}$'),
        },
        {
          region: text(['Region', 'State or province.'], 'open', 40),
          postalCode: text(['Postal code', 'As the country writes it.'], 'open', 20),
        },
      ),
      contact: record(
        ['Contact', 'The person to call about orders.'],
        { name: text(['Name', 'Name of the contact.'], 'pii') },
        {
          email: matching(['E-mail', 'Address for order questions.'], '^[^\\s@]+@[^\\s@]+$', 'pii'),
          phone: text(['Phone', 'With country code.'], 'pii', 40),
        },
      ),
    },
  ),
  examples: [
    {
      name: 'implant-maker',
      title: 'An orthopaedic supplier with an EDI connection.',
      message: {
        supplier: 'S-9',
        name: 'Ortho Devices Inc',
        status: 'active',
        taxId: '84-2210967',
        gln: '0844588000003',
        ediId: '01:844588000',
        paymentTerms: 'NET45',
        currency: 'USD',
        address: { lines: '1200 Foundry Way', city: 'Warsaw', region: 'IN', postalCode: '46580', country: 'US' },
        contact: { name: 'Priya Raman', email: 'orders@orthodevices.example', phone: '+1 574 555 0142' },
      },
    },
  ],
});
