import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';

/** Which walls stand around the children on this machine. A wall that is down says why. */
export interface Cage {
  /** Node's permission model: no files but the child's own, no processes, no workers. */
  permission: Wall;
  /** Empty environment and no descriptors but the three pipes. */
  environment: Wall;
  /** A network namespace without interfaces. */
  network: Wall;
  /** An unprivileged user without capabilities. */
  user: Wall;
  /** No core dumps, no file grows. */
  limits: Wall;
  /** First to go when the machine runs out of memory. */
  oom: Wall;
}

export type Wall = 'up' | `down: ${string}`;

/** A cage with the command that builds it. */
export interface Builder {
  cage: Cage;
  /** Command line to put before `node`. */
  prefix: string[];
}

const NOBODY = '65534';

const NETWORK = ['unshare', '--net', '--'];
/** Without root a network namespace takes a user namespace around it. */
const NETWORK_AS_USER = ['unshare', '--user', '--net', '--'];
const LIMITS = ['prlimit', '--core=0', '--fsize=0', '--'];
const OOM = ['choom', '-n', '1000', '--'];
const USER = [
  'setpriv',
  '--reuid',
  NOBODY,
  '--regid',
  NOBODY,
  '--clear-groups',
  '--no-new-privs',
  '--inh-caps=-all',
  '--bounding-set=-all',
  '--pdeathsig',
  'KILL',
  '--',
];
const SAME_USER = ['setpriv', '--no-new-privs', '--pdeathsig', 'KILL', '--'];

const execute = promisify(execFile);

/** Tries each wall once. `files` are what the child must be able to read as whoever it is. */
export async function planCage(files: string[]): Promise<Builder> {
  const root = process.getuid?.() === 0;
  const reads = [
    process.execPath,
    '-e',
    'process.argv.slice(1).forEach((f) => require("fs").accessSync(f, 4))',
    ...files,
  ];
  const [network, limits, oom, user] = await Promise.all([
    attempt(root ? NETWORK : NETWORK_AS_USER, ['true']),
    attempt(LIMITS, [process.execPath, '--version']),
    attempt(OOM, ['true']),
    root ? attempt(USER, reads) : attempt(SAME_USER, ['true']),
  ]);
  const notRoot: Wall = 'down: the server itself is not root, so the children share its user';
  const cage: Cage = {
    permission: 'up',
    environment: 'up',
    network: network.wall,
    user: root ? user.wall : notRoot,
    limits: limits.wall,
    oom: oom.wall,
  };
  return { cage, prefix: [...network.prefix, ...limits.prefix, ...oom.prefix, ...user.prefix] };
}

/** `node` with the permission model on: it may read `files`, load addons and nothing else. The first file is what runs. */
export function nodeCommand(files: string[], args: string[] = []): string[] {
  const readable = files.map((file) => `--allow-fs-read=${file}`);
  return [
    process.execPath,
    '--no-node-snapshot',
    '--permission',
    '--allow-addons',
    ...readable,
    ...NODE_FLAGS,
    files[0] as string,
    ...args,
  ];
}

const NODE_FLAGS = ['--disable-warning=SecurityWarning', '--max-old-space-size=256', '--expose-gc'];

/** The walls that need no help from the machine, for when a prefix that passed its trial fails in earnest. */
export function bareCage(reason: string): Builder {
  const down: Wall = `down: ${reason}`;
  return {
    cage: { permission: 'up', environment: 'up', network: down, user: down, limits: down, oom: down },
    prefix: [],
  };
}

async function attempt(prefix: string[], command: string[]): Promise<{ wall: Wall; prefix: string[] }> {
  const [program, ...args] = [...prefix, ...command];
  try {
    await execute(program as string, args, { timeout: 5000, env: {} });
    return { wall: 'up', prefix };
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const reason = code === 'ENOENT' ? `${prefix[0]} is not installed` : firstLine(stderr) || `${prefix[0]} failed`;
    return { wall: `down: ${reason}`, prefix: [] };
  }
}

const firstLine = (text = ''): string =>
  (/(?:Error: )?(.*)/.exec(text.trim().split('\n').at(0) ?? '')?.[1] ?? '').slice(0, 160);
