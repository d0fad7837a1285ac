import { z } from 'zod';
import { field, setting } from './setting.ts';

/** Where a file goes and what it is called; `placeOf` reads it. */
export const fileSettings = (below: string) => ({
  folder: setting(field.default(''), 'field', 'Folder', { description: below }),
  name: setting(field.default(''), 'field', 'File name', {
    description: 'Empty: made from the delivery’s key.',
    placeholder: '{{ invoice }}.json',
  }),
  extension: setting(
    z
      .string()
      .regex(/^[a-z0-9]{1,10}$/, 'lower-case letters and digits')
      .default('json'),
    'text',
    'Extension',
    { description: 'For a name made from the key.', advanced: true },
  ),
  badName: setting(z.enum(['refuse', 'clean']).default('refuse'), 'select', 'A name that is not safe', {
    description: 'refuse: the message goes to quarantine. clean: unsafe characters are replaced.',
    advanced: true,
  }),
});

export const initialFile = { folder: '', name: '', extension: 'json', badName: 'refuse' } as const;
