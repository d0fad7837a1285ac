import type { EffectRun } from '@throughline/engine';
import { bodyOf } from '../../body.ts';
import { fileAnswer, placeOf } from '../named.ts';
import { writeFile } from './write.ts';

/** Writes the message as one file below the environment's file root; the name comes from the delivery's key if not set. */
export const connectorFile: EffectRun = async ({ message, settings, key, reach }) => {
  const bytes = Buffer.from(bodyOf(message).text, 'utf8');
  const { folders, name } = placeOf(settings, key);
  const written = await writeFile(reach.fileRoot, folders, name, bytes);
  const file = [...folders, name].join('/');
  return { status: written, reference: file, answer: fileAnswer(file, bytes) };
};
