import { StartFailure } from './failure.ts';

const known: { pattern: RegExp; code: string; say: (folder: string) => string }[] = [
  {
    pattern: /No space left on device|Disk quota exceeded/,
    code: 'disk_full',
    say: (folder) => `The disk that holds ${folder} is full; free some space and start again.`,
  },
  {
    pattern: /setpriv:/,
    code: 'root_refused',
    say: () =>
      'PostgreSQL does not run as root, and this root may not start programs as another user; start as an ordinary user, or set DATABASE_URL.',
  },
  {
    pattern: /Permission denied|has wrong ownership|Read-only file system/,
    code: 'folder_forbidden',
    say: (folder) =>
      `PostgreSQL may not write to ${folder}; start as the user who owns it, or choose another folder with --data.`,
  },
  {
    pattern: /could not create shared memory segment|could not map anonymous shared memory|Cannot allocate memory/,
    code: 'memory_short',
    say: () => 'PostgreSQL got no memory from this machine; it wants about 300 MB free.',
  },
];

/** PostgreSQL's own last words as one sentence that says what to do. */
export function postgresFailure(folder: string, log: string, output: string): StartFailure {
  const match = known.find(({ pattern }) => pattern.test(output));
  if (match) return new StartFailure(match.code, match.say(folder), output);
  const lines = output.split('\n').filter((line) => /FATAL|PANIC|error|LOG/.test(line));
  const last = lines.findLast((line) => /FATAL|PANIC|error/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  return new StartFailure(
    'postgres_failed',
    `PostgreSQL did not start in ${folder}: ${last.replace(/^.*?(FATAL|PANIC|error): */, '').trim()} (its log: ${log}).`,
    output,
  );
}
