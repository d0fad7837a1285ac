/** A start that cannot go on, as one sentence that says what to do; start prints it and exits 1. */
export class StartFailure extends Error {
  readonly code: string;
  constructor(code: string, sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = 'StartFailure';
    this.code = code;
  }
}

/** The system error code (`ENOSPC`, `EACCES`) of a failed file or network call. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Turns a failed write below `folder` into one sentence; anything unknown is passed on as it was. */
export function folderFailure(folder: string, error: unknown): unknown {
  switch (errnoOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartFailure(
        'disk_full',
        `The disk that holds ${folder} is full; free some space and start again.`,
        error,
      );
    case 'EACCES':
    case 'EPERM':
      return new StartFailure(
        'folder_forbidden',
        `This user may not write to ${folder}; change its owner or choose another folder with --data.`,
        error,
      );
    case 'EROFS':
      return new StartFailure(
        'folder_read_only',
        `${folder} is on a read-only disk; choose another folder with --data.`,
        error,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartFailure(
        'folder_is_file',
        `${folder} is or lies below a file; choose another folder with --data.`,
        error,
      );
    default:
      return error;
  }
}
