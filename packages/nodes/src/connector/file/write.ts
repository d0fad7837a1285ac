import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, realpath, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepFailure } from '@throughline/engine';
import { failure } from '../../failure.ts';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

export type Written = 'written' | 'already there';

/**
 * Makes a file appear whole or not at all, and never over another one: temporary file, fsync, hard link, fsync of the folder.
 * A file of the same name with the same bytes is the same delivery. Throws `path_rejected`, `file_exists`, or class `unavailable`.
 */
export async function writeFile(root: string, folders: string[], name: string, bytes: Buffer): Promise<Written> {
  try {
    const folder = await openFolder(root, folders);
    const temporary = join(folder.path, `.${randomUUID()}.part`);
    try {
      await writeDurably(temporary, bytes);
      return await publish(temporary, join(folder.path, name), bytes);
    } finally {
      await unlink(temporary).catch(() => {});
      await folder.handle.sync();
      await folder.handle.close();
    }
  } catch (error) {
    throw asFailure(error);
  }
}

/** On Linux the path stays with the folder that was opened, whatever is put in its place meanwhile. */
interface Folder {
  handle: FileHandle;
  path: string;
}

/** Goes down one folder at a time, making those that are missing; a link on the way leads nowhere. */
async function openFolder(root: string, folders: string[]): Promise<Folder> {
  let folder = await enter(await realpath(root));
  for (const name of folders) {
    const above = folder;
    try {
      folder = await enterBelow(join(above.path, name));
    } finally {
      await above.handle.close();
    }
  }
  return folder;
}

async function enterBelow(path: string): Promise<Folder> {
  try {
    await mkdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return await enter(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTDIR' && code !== 'ELOOP') throw error;
    throw failure('rejected', 'path_rejected', 'The setting folder leads through a link or a file.', {
      path: 'folder',
    });
  }
}

async function enter(path: string): Promise<Folder> {
  const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  return { handle, path: process.platform === 'linux' ? `/proc/self/fd/${handle.fd}` : path };
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
