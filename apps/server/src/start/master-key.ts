import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, folderFailure, StartFailure } from '../postgres/failure.ts';

const BYTES = 32;

/**
 * The key that wraps the data keys of stored messages and secrets: as given (64 hex digits), else the one made at the first start and
 * kept beside the data. Losing it loses every stored message; several servers on one database need the same one.
 */
export function masterKey(dataFolder: string, given: string | undefined): Buffer {
  if (given !== undefined && given !== '') {
    if (!/^[0-9a-f]{64}$/i.test(given)) {
      throw new StartFailure('master_key_invalid', 'THROUGHLINE_MASTER_KEY must be 64 hexadecimal digits (32 bytes).');
    }
    return Buffer.from(given, 'hex');
  }
  const path = join(dataFolder, 'master.key');
  try {
    return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw folderFailure(path, error);
  }
  const made = randomBytes(BYTES);
  try {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(path, `${made.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    throw folderFailure(path, error);
  }
}
