import type { HostRun } from '@throughline/engine';
import { parseCsv, parseHl7, parseJson, stringifyJson } from '@throughline/formats';
import { failure } from '../../failure.ts';
import { reading } from '../../format.ts';
import { place } from '../../place.ts';
import { choice, optionalText } from '../../settings.ts';
import { partAt } from '../../value.ts';

const FORMATS = ['json', 'hl7v2', 'csv', 'text'] as const;

/** Reads the message, or one text of it, in a format. Throws class `data` with the format's code. */
export const transformParse: HostRun = async ({ message, settings }) => {
  const from = optionalText(settings, 'from');
  const text = partAt(
    reading(() => parseJson(message)),
    from,
  );
  if (typeof text !== 'string') {
    throw failure('data', 'text_missing', 'What is to be read is no text.', from === null ? {} : { path: from });
  }
  const value = reading(() => read(text, settings));
  return { kind: 'out', port: 'out', message: place(message, optionalText(settings, 'into'), value) };
};

/** JSON text of what the text says. */
function read(text: string, settings: Record<string, unknown>): string {
  switch (choice(settings, 'format', FORMATS)) {
    case 'json':
      return stringifyJson(parseJson(text));
    case 'hl7v2':
      return JSON.stringify(parseHl7(text));
    case 'csv':
      return csvOf(text, (settings['csv'] ?? {}) as { delimiter?: string; header?: boolean });
    case 'text':
      return JSON.stringify(text);
  }
}

function csvOf(text: string, { delimiter = ',', header = true }: { delimiter?: string; header?: boolean }): string {
  const { rows, problems } = parseCsv(text, { delimiter, header });
  if (problems[0] !== undefined) throw problems[0].error;
  return JSON.stringify(rows.map(({ record, cells }) => record ?? cells));
}
