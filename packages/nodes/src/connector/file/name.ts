import { createHash } from 'node:crypto';
import { failure } from '../../failure.ts';

const MAX_BYTES = 200;
/** Letters and digits of any script, and a few marks; no separators, controls, percent signs or look-alike dots. */
const PLAIN = /^[\p{L}\p{N}\p{M} ._()+,=@-]+$/u;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|clock\$)(\..*)?$/iu;

/** A file or folder name that means the same on every system, or throws `path_rejected`. `setting` is named in the error. */
export function checkName(name: string, setting: string): string {
  const why = faultOf(name);
  if (why === null) return name;
  throw failure('rejected', 'path_rejected', `The setting ${setting} ${why}.`, { path: setting });
}

/** A name from message text: what is not plain becomes `_`. Names that say nothing afterwards are still refused. */
export function cleanName(name: string, setting: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M} ._()+,=@-]/gu, '_')
    .replace(/\.{2,}/gu, '_')
    .replace(/^[. ]+|[. ]+$/gu, '_');
  return checkName(plain, setting);
}

/** A file name that is the same over all attempts of a delivery. */
export function nameOfKey(key: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/u.test(key) ? key : createHash('sha256').update(key).digest('hex');
}

function faultOf(name: string): string | null {
  if (name === '') return 'is empty';
  if (Buffer.byteLength(name) > MAX_BYTES) return `is longer than ${MAX_BYTES} bytes`;
  if (!PLAIN.test(name) || name.normalize('NFKC').includes('/'))
    return 'holds characters that a file name must not have';
  if (/^[. ]|[. ]$|\.\./u.test(name.normalize('NFKC'))) return 'begins or ends with a dot or blank, or holds two dots';
  return RESERVED.test(name) ? 'is a name reserved by some systems' : null;
}
