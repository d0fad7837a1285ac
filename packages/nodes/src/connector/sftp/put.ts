import { type Connection, StepFailure } from '@throughline/engine';
import { failure } from '../../failure.ts';
import { isRejection } from '../kept.ts';
import { codeOf, folderOf, type SftpSession } from './session.ts';

export interface FileWanted {
  folders: readonly string[];
  name: string;
  /** What it is called until it is whole. */
  draft: string;
  bytes: Buffer;
}

interface Limits {
  limitMs: number;
  signal: AbortSignal;
  /** Called when nobody should use the session any more. */
  drop: () => void;
}

/** SSH_FX codes of draft-ietf-secsh-filexfer-02 section 7. */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

/**
 * Writes a file under another name and renames it. `there`: an earlier attempt did it. Before the rename nothing counts, so that every
 * failure is `unavailable` or `rejected`; once it may have been asked for, no answer means `unknown-outcome`.
 */
export async function putFile(
  session: SftpSession,
  connection: Connection,
  wanted: FileWanted,
  { limitMs, signal, drop }: Limits,
): Promise<'written' | 'there'> {
  let isAsked = false;
  const broken = (code: string, why: string): StepFailure => {
    drop();
    return failure(isAsked ? 'unknown-outcome' : 'unavailable', code, why);
  };
  const lost = () => broken('answer_lost', 'The connection ended before the file was written.');
  const work = write(session, connection, wanted, () => {
    isAsked = true;
  });
  // Whoever loses the race still ends, by the session's being dropped.
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  let stop = () => {};
  let hear = () => {};
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(broken('answer_timeout', 'The host did not answer in time (timeoutS).')), limitMs);
    hear = () => reject(lost());
    session.ended.addEventListener('abort', hear, { once: true });
    stop = () => reject(broken('delivery_stopped', 'The delivery was stopped.'));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    if (session.ended.aborted) hear();
  });
  try {
    return await Promise.race([work, ended]);
  } catch (error) {
    if (error instanceof StepFailure) {
      if (!isRejection(error)) drop();
      throw error;
    }
    throw lost();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    session.ended.removeEventListener('abort', hear);
  }
}

async function write(
  session: SftpSession,
  connection: Connection,
  { folders, name, draft, bytes }: FileWanted,
  onRename: () => void,
): Promise<'written' | 'there'> {
  const { sftp } = session;
  const folder = [await folderOf(session, connection), ...folders].join('/').replace(/^\/\//, '/');
  const target = `${folder}/${name}`;
  if (await isThere(sftp, target, bytes)) return 'there';
  const temporary = `${folder}/${draft}`;
  const handle = await asked<Buffer>((done) => sftp.open(temporary, 'w', { mode: 0o640 }, done));
  await asked<void>((done) => sftp.write(handle, bytes, 0, bytes.length, 0, done));
  await asked<void>((done) => sftp.close(handle, done));
  onRename();
  try {
    await asked<void>((done) => sftp.rename(temporary, target, done));
    return 'written';
  } catch (error) {
    // Two attempts may meet here; servers say only that it failed.
    if (codeOf(error) !== null && (await isThere(sftp, target, bytes))) {
      await asked<void>((done) => sftp.unlink(temporary, done)).catch(() => {});
      return 'there';
    }
    throw error;
  }
}

/** Throws `file_exists` where a file of this name says something else. */
async function isThere(sftp: SftpSession['sftp'], path: string, bytes: Buffer): Promise<boolean> {
  const found = await new Promise<{ size: number } | null>((resolve, reject) => {
    sftp.stat(path, (error, stats) => {
      if (!error) resolve(stats);
      else if (codeOf(error) === NO_SUCH_FILE) resolve(null);
      else reject(refusal(error));
    });
  });
  if (found === null) return false;
  const same = found.size === bytes.length && (await asked<Buffer>((done) => sftp.readFile(path, done))).equals(bytes);
  if (same) return true;
  throw failure('rejected', 'file_exists', 'There is another file of this name.', { path: 'name' });
}

/** One request of SFTP: the server's refusals as StepFailure, anything else as it came. */
function asked<T>(ask: (done: (error?: Error | null, value?: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, value) => (error ? reject(refusal(error)) : resolve(value as T)));
  });
}

function refusal(error: Error): Error {
  const code = codeOf(error);
  if (code === PERMISSION_DENIED) {
    return Object.assign(failure('rejected', 'file_refused', 'The host does not let us write there.'), { code });
  }
  if (code === NO_SUCH_FILE) {
    return Object.assign(failure('unavailable', 'folder_missing', 'The folder is not there.'), { code });
  }
  if (code === null) return error;
  const sentence = `The host could not write the file (SFTP ${code}): it may be full.`;
  return Object.assign(failure('unavailable', 'file_not_written', sentence), { code });
}
