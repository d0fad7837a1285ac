import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, folderFailure } from '../postgres/failure.ts';

export interface AdminPassword {
  text: string;
  /** What to tell the person who starts the server. */
  from: string;
}

/** The first admin's password: as given, else the one made for this machine at its first start. */
export function adminPassword(dataFolder: string, given: string | undefined): AdminPassword {
  if (given) return { text: given, from: 'as set in THROUGHLINE_ADMIN_PASSWORD' };
  const path = join(dataFolder, 'admin.password');
  return { text: readOrMake(path), from: `kept in ${path}` };
}

function readOrMake(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw folderFailure(path, error);
  }
  const made = randomBytes(12).toString('base64url');
  try {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, `${made}\n`, { mode: 0o600 });
    return made;
  } catch (error) {
    throw folderFailure(path, error);
  }
}
