import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, mkdir, open, realpath, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepFailure } from '@throughline/engine';
import { failure } from '../../failure.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

export type Written = 'written' | 'already there';

/**
 * Makes a file appear whole or not at all, and never over another one: temporary file, fsync, hard link, fsync of the folder.
 * A file of the same name with the same bytes is the same delivery. Throws `path_rejected`, `file_exists`, or class `unavailable`.
 */
export async function writeFile(root: string, folders: string[], name: string, bytes: Buffer): Promise<Written> {
  try {
    const folder = await openFolder(root, folders);
    const temporary = join(folder, `.${randomUUID()}.part`);
    try {
      await writeDurably(temporary, bytes);
      return await publish(temporary, join(folder, name), bytes);
    } finally {
      await unlink(temporary).catch(() => {});
      await syncFolder(folder);
    }
  } catch (error) {
    throw asFailure(error);
  }
}

/** Goes down one folder at a time, making those that are missing; a link on the way leads nowhere. */
async function openFolder(root: string, folders: string[]): Promise<string> {
  let folder = await realpath(root);
  for (const name of folders) {
    folder = join(folder, name);
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if (!(await lstat(folder)).isDirectory() || (await realpath(folder)) !== folder) {
      throw failure('rejected', 'path_rejected', 'The setting folder leads through a link or a file.', {
        path: 'folder',
      });
    }
  }
  return folder;
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function publish(temporary: string, path: string, bytes: Buffer): Promise<Written> {
  try {
    await link(temporary, path);
    return 'written';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return sameAs(path, bytes);
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EOPNOTSUPP') return renameWhenFree(temporary, path, bytes);
    throw error;
  }
}

/** For file systems without hard links, where two writers of one name can still meet between the look and the rename. */
async function renameWhenFree(temporary: string, path: string, bytes: Buffer): Promise<Written> {
  const taken = await lstat(path).catch(() => null);
  if (taken !== null) return sameAs(path, bytes);
  await rename(temporary, path);
  return 'written';
}

async function sameAs(path: string, bytes: Buffer): Promise<Written> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    if (size === bytes.length && bytes.equals(await file.readFile())) return 'already there';
  } finally {
    await file.close();
  }
  throw failure('rejected', 'file_exists', 'A file of this name with other content is already there.');
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asFailure(error: unknown): StepFailure {
  if ((error as Error).name === 'StepFailure') return error as StepFailure;
  const code = String((error as NodeJS.ErrnoException).code);
  if (code === 'ELOOP' || code === 'EISDIR' || code === 'ENXIO') {
    return failure('rejected', 'path_rejected', 'Something that is no plain file has this name.');
  }
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return failure('unavailable', 'storage_full', 'The file storage is full.');
  return failure('unavailable', 'file_not_written', `The file could not be written (${code}).`);
}
