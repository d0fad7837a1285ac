import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readAuditHead, type Store } from '@throughline/store';

/** The head of the audit chain as it was at a moment, signed, kept outside the database. */
export interface Anchor {
  sequence: number;
  hash: string;
  at: string;
  signature: string;
}

export interface Anchors {
  /** The newest kept head; null when there is none. Rejects where any of them was altered. */
  latest(): Promise<Anchor | null>;
  close(): void;
}

const EVERY_MS = 60_000;

/**
 * Appends the signed head of the audit to a file every minute in which it moved on. Who cuts the end off the chain in the database, or
 * writes all of it anew, is shown by the file; who edits the file, by its signatures. The first key signs, any of them is believed.
 */
export async function keepAnchors(
  store: Store,
  path: string,
  keys: readonly [Buffer, ...Buffer[]],
  onError: (error: unknown) => void,
): Promise<Anchors> {
  await mkdir(dirname(path), { recursive: true });
  let last = (await read(path, keys).catch(() => null))?.sequence ?? 0;

  async function keep(): Promise<void> {
    const { sequence, hash, fits: isWhole } = await readAuditHead(store);
    if (sequence <= last) return;
    // A head that somebody altered would be a witness against the true chain.
    if (!isWhole)
      return onError(new Error('the head of the audit does not fit its last entry: it was altered, and is not kept'));
    const at = new Date().toISOString();
    const signature = sign(keys[0], { sequence, hash, at });
    await appendFile(path, `${JSON.stringify({ sequence, hash, at, signature })}\n`, { mode: 0o640 });
    last = sequence;
  }

  await keep();
  const timer = setInterval(() => keep().catch(onError), EVERY_MS);
  return { latest: () => read(path, keys), close: () => clearInterval(timer) };
}

async function read(path: string, keys: readonly Buffer[]): Promise<Anchor | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  let newest: Anchor | null = null;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const anchor = JSON.parse(line) as Anchor;
    if (!keys.some((key) => fits(key, anchor)) || anchor.sequence <= (newest?.sequence ?? 0)) {
      throw new Error(`the heads of the audit kept in ${path} do not fit their signatures: it was altered`);
    }
    newest = anchor;
  }
  return newest;
}

function fits(key: Buffer, anchor: Anchor): boolean {
  const expected = Buffer.from(sign(key, anchor), 'hex');
  const given = Buffer.from(anchor.signature, 'hex');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** What heads are signed with, from a master key. */
export function anchorKey(masterKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', 'throughline audit anchors', 32));
}

function sign(key: Buffer, { sequence, hash, at }: Omit<Anchor, 'signature'>): string {
  return createHmac('sha256', key).update(`${sequence} ${hash} ${at}`).digest('hex');
}
