import type { Problem } from '@throughline/flow';
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

/** Of triggers: what becomes of a file. */
export const records = setting(z.enum(['each', 'whole']).default('each'), 'select', 'Records', {
  description:
    'each: every row of a CSV file becomes a message of its own, and a row that cannot be read is set aside by itself. whole: the file is one message.',
});

/** A contract at the door is about one message. */
export function recordProblems(config: {
  format: FormatName;
  records: 'each' | 'whole';
  contract?: string;
}): Omit<Problem, 'node'>[] {
  if (config.format !== 'csv' || config.records === 'whole' || config.contract === undefined) return [];
  const sentence = 'The door sees the whole file; check each record with a Validate step behind this trigger.';
  return [{ severity: 'error', code: 'contract_of_records', sentence, field: '/contract' }];
}

/** The settings `format` and `csv` of every node that reads or writes bytes. */
export const formatSettings = {
  format: setting(formatName, 'format', 'Format'),
  csv: setting(csvOptions.optional(), 'group', 'CSV', { advanced: true }),
};
