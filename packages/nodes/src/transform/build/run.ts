import type { HostRun } from '@throughline/engine';
import { formOf, writeForm } from '../../format.ts';
import { place, take } from '../../place.ts';
import { optionalText } from '../../settings.ts';

/** Writes the message or a part of it (setting `from`) as text in a format, into the message at `into`. */
export const transformBuild: HostRun = async ({ message, settings }) => {
  const text = writeForm(formOf(settings), take(message, optionalText(settings, 'from')));
  return { kind: 'out', port: 'out', message: place(message, optionalText(settings, 'into'), JSON.stringify(text)) };
};
