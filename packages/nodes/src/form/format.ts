import { z } from 'zod';
import { setting } from './setting.ts';

/** Formats that bytes are read from and written to. */
export const formatName = z.enum(['json', 'hl7v2', 'csv', 'text']);

export type FormatName = z.infer<typeof formatName>;

/** The formats as people write them. */
export const formatWords: Record<FormatName, string> = { json: 'JSON', hl7v2: 'HL7 v2', csv: 'CSV', text: 'text' };

export const csvOptions = z.strictObject({
  delimiter: setting(z.string().length(1).default(','), 'text', 'Delimiter', {
    description: 'The character between two columns.',
  }),
  header: setting(z.boolean().default(true), 'switch', 'First line names the columns'),
});

/** The settings `format` and `csv` of every node that reads or writes bytes. */
export const formatSettings = {
  format: setting(formatName, 'format', 'Format'),
  csv: setting(csvOptions.optional(), 'group', 'CSV', { advanced: true }),
};
