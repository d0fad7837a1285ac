import { createHash } from 'node:crypto';
import { choice, optionalText } from '../settings.ts';
import { checkName, cleanName, nameOfKey } from './file/name.ts';

/** Folder parts and file name of a delivery that becomes a file; the name comes from its key where none is set. Throws `path_rejected`. */
export function placeOf(settings: Record<string, unknown>, key: string): { folders: string[]; name: string } {
  const folder = optionalText(settings, 'folder');
  const folders = folder === null ? [] : folder.split('/').map((part) => checkName(part, 'folder'));
  return { folders, name: nameOf(settings, key) };
}

function nameOf(settings: Record<string, unknown>, key: string): string {
  const extension = optionalText(settings, 'extension') ?? 'json';
  const given = optionalText(settings, 'name');
  if (given === null) return checkName(`${nameOfKey(key)}.${extension}`, 'extension');
  const rule = choice(settings, 'badName', ['refuse', 'clean']);
  return rule === 'clean' ? cleanName(given, 'name') : checkName(given, 'name');
}

/** The message behind a step that wrote a file (JSON text). */
export function fileAnswer(file: string, bytes: Buffer): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return JSON.stringify({ file, bytes: bytes.length, sha256 });
}
