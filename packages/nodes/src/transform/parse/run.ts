import type { HostRun } from '@throughline/engine';
import { stringifyJson } from '@throughline/formats';
import { failure } from '../../failure.ts';
import { formOf, readForm } from '../../format.ts';
import { place, take } from '../../place.ts';
import { optionalText } from '../../settings.ts';

/** Reads text in a format (settings `from`, `format`, `csv`) and writes its tree into the message (`into`). */
export const transformParse: HostRun = async ({ message, settings }) => {
  const from = optionalText(settings, 'from');
  const source = take(message, from);
  if (typeof source !== 'string') {
    throw failure('data', 'text_missing', 'There is no text at the place to read from.', { path: from ?? '' });
  }
  const tree = readForm(formOf(settings), Buffer.from(source, 'utf8'));
  return { kind: 'out', port: 'out', message: place(message, optionalText(settings, 'into'), stringifyJson(tree)) };
};
