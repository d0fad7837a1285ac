import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, folderFailure, StartFailure } from '../postgres/failure.ts';

const BYTES = 32;
const KEY = /^[0-9a-f]{64}$/i;

export interface MasterKeys {
  masterKey: Buffer;
  /** Keys that what is stored may still be wrapped by, while they are being changed. */
  formerKeys: Buffer[];
}

/**
 * The keys that wrap the data keys of stored messages and secrets: as given (64 hex digits each, the newest first, commas between),
 * else the ones in `master.key` beside the data (one a line), made at the first start. Losing them loses every stored message; several
 * servers on one database need the same ones.
 */
export function masterKeys(dataFolder: string, given: string | undefined): MasterKeys {
  if (given !== undefined && given.trim() !== '') return parse(given.split(','), 'THROUGHLINE_MASTER_KEY');
  const path = join(dataFolder, 'master.key');
  try {
    return parse(readFileSync(path, 'utf8').split('\n'), path);
  } catch (error) {
    if (error instanceof StartFailure || errnoOf(error) !== 'ENOENT') {
      throw error instanceof StartFailure ? error : folderFailure(path, error);
    }
  }
  const made = randomBytes(BYTES);
  try {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(path, `${made.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    return { masterKey: made, formerKeys: [] };
  } catch (error) {
    throw folderFailure(path, error);
  }
}

function parse(texts: string[], where: string): MasterKeys {
  const keys = texts.map((text) => text.trim()).filter((text) => text !== '');
  if (keys.length === 0 || keys.some((text) => !KEY.test(text))) {
    throw new StartFailure(
      'master_key_invalid',
      `${where} must hold 64 hexadecimal digits (32 bytes) for each key, the newest first.`,
    );
  }
  const [masterKey, ...formerKeys] = keys.map((text) => Buffer.from(text, 'hex'));
  return { masterKey: masterKey!, formerKeys };
}
