import { createHash } from 'node:crypto';
import type { EffectRun } from '@throughline/engine';
import { bodyOf } from '../../body.ts';
import { choice, optionalText } from '../../settings.ts';
import { checkName, cleanName, nameOfKey } from './name.ts';
import { writeFile } from './write.ts';

/** Writes the message as one file below the environment's file root; the name comes from the delivery's key if not set. */
export const connectorFile: EffectRun = async ({ message, settings, key, reach }) => {
  const bytes = Buffer.from(bodyOf(message).text, 'utf8');
  const folders = foldersOf(optionalText(settings, 'folder'));
  const name = nameOf(settings, key);
  const written = await writeFile(reach.fileRoot, folders, name, bytes);
  const file = [...folders, name].join('/');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { status: written, reference: file, answer: JSON.stringify({ file, bytes: bytes.length, sha256 }) };
};

function foldersOf(folder: string | null): string[] {
  return folder === null ? [] : folder.split('/').map((part) => checkName(part, 'folder'));
}

function nameOf(settings: Record<string, unknown>, key: string): string {
  const extension = optionalText(settings, 'extension') ?? 'json';
  const given = optionalText(settings, 'name');
  if (given === null) return checkName(`${nameOfKey(key)}.${extension}`, 'extension');
  const rule = choice(settings, 'badName', ['refuse', 'clean']);
  return rule === 'clean' ? cleanName(given, 'name') : checkName(given, 'name');
}
