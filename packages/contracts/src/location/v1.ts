import { choice, facility, flag, identifier, matching, record, text } from '../field.ts';
import { defineContract } from '../schema.ts';

export const locationV1 = defineContract({
  name: 'location',
  version: 1,
  title: 'Location',
  description: 'A place in the hospital where supplies are kept or used.',
  schema: record(
    ['Location', 'One row of the location hierarchy.'],
    {
      location: identifier(['Location', 'Short code on the door.']),
      name: text(['Name', 'What people call it.']),
      type: choice(
        ['Type', 'What kind of place it is.'],
        ['facility', 'building', 'department', 'room', 'store', 'cabinet', 'dock'],
      ),
      facility,
      stocks: flag(['Stocks', 'Has counted stock of its own.']),
    },
    {
      parent: identifier(['Parent', 'The location around it; a facility has none.']),
      costCentre: identifier(['Cost centre', 'Who bears what is used here.']),
      gln: matching(['GLN', 'GS1 location number, 13 digits.'], '^\\d{13}$'),
    },
  ),
  examples: [
    {
      name: 'theatre',
      title: 'An operating room with its own cabinet stock.',
      message: {
        location: 'OR-4',
        name: 'Operating room 4',
        type: 'room',
        facility: 'WEST',
        parent: 'WEST-OR',
        costCentre: '71040',
        stocks: true,
      },
    },
    {
      name: 'site',
      title: 'The top of the hierarchy.',
      message: { location: 'WEST', name: 'West Campus', type: 'facility', facility: 'WEST', stocks: false },
    },
  ],
});
