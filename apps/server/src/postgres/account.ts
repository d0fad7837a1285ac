import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { chownSync, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartFailure } from './failure.ts';

/** The system user that PostgreSQL runs as; it refuses to run as root. */
export interface Account {
  /** Runs a program as this account; it gets SIGINT should this process die (Linux). */
  spawn(program: string, args: string[], options: SpawnOptions): ChildProcess;
  /** Hands a new file or folder to this account. */
  own(path: string): void;
}

interface Identity {
  uid: number;
  gid: number;
}

const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
const USER = 'throughline';

/**
 * The current user, or, for root, whoever owns the data already, or the system user `throughline`, made when missing.
 * `paths` are what it must reach. Throws StartFailure `root_refused` when root has no way to step down.
 */
export function accountFor(dataFolder: string, paths: string[]): Account {
  if (process.getuid?.() !== 0) return account(undefined, []);
  const identity = ownerOf(dataFolder) ?? systemUser();
  const hidden = paths.find((path) => !isReachable(path, identity));
  if (hidden === undefined) return account(identity, []);
  if (SETPRIV === undefined) {
    throw new StartFailure(
      'root_refused',
      `PostgreSQL does not run as root, and its own user cannot enter ${hidden}; start from a folder that others may enter, or as an ordinary user.`,
    );
  }
  return account(identity, searchAnyway);
}

/*
 * A clone below /root or a private temporary folder cannot be entered by any other user. The step down then keeps one capability,
 * searching folders; without the secure bit the kernel would drop it again inside access(2), which initdb asks.
 */
const searchAnyway = [
  '--securebits=+no_setuid_fixup',
  '--inh-caps=+dac_read_search',
  '--ambient-caps=+dac_read_search',
];

function account(identity: Identity | undefined, capabilities: string[]): Account {
  const own = (path: string) => {
    if (identity) chownSync(path, identity.uid, identity.gid);
  };
  if (SETPRIV === undefined) {
    return { own, spawn: (program, args, options) => spawn(program, args, { ...options, ...identity }) };
  }
  const setpriv = SETPRIV;
  const step = identity
    ? [`--reuid=${identity.uid}`, `--regid=${identity.gid}`, '--clear-groups', ...capabilities]
    : [];
  const prefix = ['--pdeathsig=INT', ...step, '--'];
  return { own, spawn: (program, args, options) => spawn(setpriv, [...prefix, program, ...args], options) };
}

function ownerOf(path: string): Identity | undefined {
  if (!existsSync(path)) return undefined;
  const { uid, gid } = statSync(path);
  return uid === 0 ? undefined : { uid, gid };
}

function systemUser(): Identity {
  const known = lookUp();
  if (known) return known;
  try {
    const home = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'];
    execFileSync('useradd', ['--system', '--user-group', ...home, USER], { stdio: 'pipe' });
  } catch (error) {
    throw new StartFailure(
      'root_refused',
      `PostgreSQL does not run as root, and the system user "${USER}" could not be made; start as an ordinary user, or set DATABASE_URL.`,
      error,
    );
  }
  return lookUp() as Identity;
}

function lookUp(): Identity | undefined {
  try {
    const ids = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, USER], { encoding: 'utf8', stdio: 'pipe' })),
    );
    return { uid: ids[0] as number, gid: ids[1] as number };
  } catch {
    return undefined;
  }
}

/** Whether every folder above (and the thing itself, where it exists) lets this user through. */
function isReachable(path: string, { uid, gid }: Identity): boolean {
  const parent = dirname(path);
  if (parent !== path && !isReachable(parent, { uid, gid })) return false;
  if (!existsSync(path)) return true;
  const { mode, uid: owner, gid: group } = statSync(path);
  return (mode & (owner === uid ? 0o100 : group === gid ? 0o010 : 0o001)) !== 0;
}
