import type { HostRun } from '@throughline/engine';
import { buildCsv, buildHl7, type Hl7Message, parseJson, stringifyJson } from '@throughline/formats';
import { failure } from '../../failure.ts';
import { reading } from '../../format.ts';
import { place } from '../../place.ts';
import { choice, optionalText } from '../../settings.ts';
import { partAt } from '../../value.ts';

const FORMATS = ['json', 'hl7v2', 'csv', 'text'] as const;

/** Writes the message, or one part of it, as text of a format. Throws class `data` with the format's code and the field. */
export const transformBuild: HostRun = async ({ message, settings }) => {
  const from = optionalText(settings, 'from');
  const part = partAt(
    reading(() => parseJson(message)),
    from,
  );
  const text = reading(() => written(part, settings));
  const into = optionalText(settings, 'into');
  return { kind: 'out', port: 'out', message: place(message, into, JSON.stringify(text)) };
};

function written(part: unknown, settings: Record<string, unknown>): string {
  switch (choice(settings, 'format', FORMATS)) {
    case 'json':
      return stringifyJson(part);
    case 'hl7v2':
      if (typeof part === 'object' && part !== null) return buildHl7(part as Hl7Message);
      throw failure('data', 'hl7_no_msh', 'What is to be written as HL7 is no tree of segments.');
    case 'csv':
      return csvOf(part, (settings['csv'] ?? {}) as { delimiter?: string; header?: boolean });
    case 'text':
      if (typeof part === 'string') return part;
      throw failure('data', 'text_missing', 'What is to be written as text is no text.');
  }
}

function csvOf(part: unknown, { delimiter = ',', header = true }: { delimiter?: string; header?: boolean }): string {
  const rows = part as Record<string, unknown>[];
  if (!Array.isArray(part) || part.some((row) => typeof row !== 'object' || row === null)) {
    throw failure('data', 'csv_bad_tree', 'CSV is written from a list of records or of lists of cells.');
  }
  return buildCsv(header ? rows : rows.map((row) => Object.values(row)), { delimiter });
}
