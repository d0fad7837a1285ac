import { createHash } from 'node:crypto';
import type { Connection, Reach, StepFailure } from '@throughline/engine';
import type { Algorithms, Client, ConnectConfig, SFTPWrapper } from 'ssh2';
import type { Guard } from '../../egress/guard.ts';
import { socketTarget, type Target } from '../../egress/target.ts';
import { failure } from '../../failure.ts';
import { choice, numberWithin, optionalText, text } from '../../settings.ts';
import { checkBoundTo, checkKind } from '../bound.ts';
import { secretOf } from '../http/auth.ts';

/** An open SFTP channel; whoever opened it closes it. */
export interface SftpSession {
  sftp: SFTPWrapper;
  /** Aborted once it has ended, whoever ended it; requests are never answered then. */
  ended: AbortSignal;
  close(): void;
}

const HANDSHAKE_LIMIT_MS = 10_000;

/** No SHA-1, no CBC, no ssh-rsa: a host that offers nothing better is not spoken to. */
const ALGORITHMS = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
} satisfies Algorithms;

/**
 * Signs in at an SFTP server by a socket of the guard. The host has to show one of the connection's keys before any credential leaves;
 * `onHostKey` hears which one it shows. Throws StepFailure: nothing has been delivered then.
 */
export async function openSftp(
  connection: Connection,
  reach: Reach,
  guard: Guard,
  onHostKey: (fingerprint: string) => void = () => {},
): Promise<SftpSession> {
  const { settings } = connection;
  const target = sftpTarget(connection);
  const { port } = target;
  const place = `${target.host}:${port}`;
  const pinned = Array.isArray(settings['hostKeys']) ? settings['hostKeys'] : [];
  checkBoundTo(connection, `${text(settings, 'host')}:${port}`);
  const proof = proofOf(connection, pinned.length > 0);
  const { Client: SshClient } = await import('ssh2');
  const sock = await guard.open(target, reach.allow, null);
  const client = new SshClient();
  let stranger: string | null = null;
  const hostVerifier = (key: Buffer) => {
    const fingerprint = fingerprintOf(key);
    onHostKey(fingerprint);
    if (pinned.includes(fingerprint)) return true;
    stranger = fingerprint;
    return false;
  };
  try {
    const config: ConnectConfig = { sock, username: text(settings, 'username'), ...proof, hostVerifier };
    await ready(client, { ...config, algorithms: ALGORITHMS, readyTimeout: HANDSHAKE_LIMIT_MS });
    const over = new AbortController();
    client.once('close', () => over.abort());
    const sftp = await channel(client);
    return { sftp, ended: over.signal, close: () => client.destroy() };
  } catch (error) {
    client.destroy();
    sock.destroy();
    if (stranger !== null) throw strangeHost(place, stranger, pinned.length > 0);
    throw sshFailure(error, connection, place);
  }
}

export function sftpTarget(connection: Connection): Target {
  checkKind(connection, 'sftp');
  const { settings } = connection;
  return socketTarget('sftp:', text(settings, 'host'), numberWithin(settings, 'port', 22, 1, 65_535));
}

/** As `ssh-keygen -l` and the logs of SSH servers print it. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** One way to sign in and no other: a host cannot talk us into handing over a password. */
function proofOf(connection: Connection, isPinned: boolean): Partial<ConnectConfig> {
  const way = choice(connection.settings, 'auth', ['key', 'password']);
  // To hear which key a host shows, nothing of ours is needed: it is turned away before.
  if (!isPinned) return { authHandler: ['none'] };
  if (way === 'password') return { password: secretOf(connection, 'password'), authHandler: ['password'] };
  const passphrase = connection.secrets['passphrase'];
  return {
    privateKey: secretOf(connection, 'privateKey'),
    ...(passphrase === undefined || passphrase === '' ? {} : { passphrase }),
    authHandler: ['publickey'],
  };
}

function ready(client: Client, config: ConnectConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('ready', resolve);
    // Stays on: what goes wrong later is met by whoever waits for an answer then.
    client.on('error', reject);
    client.once('close', () => reject(new Error('closed')));
    client.connect(config);
  });
}

function channel(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.once('close', () => reject(new Error('closed')));
    client.sftp((error, sftp) => {
      if (error === undefined || error === null) resolve(sftp);
      else reject(failure('unavailable', 'sftp_missing', 'The host lets us in, but offers no SFTP.'));
    });
  });
}

function strangeHost(place: string, shown: string, isPinned: boolean): StepFailure {
  if (!isPinned) {
    const sentence = `${place} shows the key ${shown}. Pin it once its operator confirmed it; until then nothing is sent.`;
    return failure('unavailable', 'host_key_unknown', sentence);
  }
  const sentence = `${place} shows the key ${shown}, which is none of those pinned. Nothing was sent, no credential either.`;
  return failure('unavailable', 'host_key_changed', sentence);
}

function sshFailure(error: unknown, { name }: Connection, place: string): StepFailure | Error {
  if (!(error instanceof Error) || 'error' in error) return error as StepFailure;
  const level = (error as { level?: unknown }).level;
  const { message } = error;
  if (level === 'client-authentication') {
    return failure('unavailable', 'sign_in_refused', `${place} does not take these credentials.`);
  }
  if (level === 'client-timeout') {
    return failure('unavailable', 'connect_timeout', `${place} did not finish signing in within 10 s.`);
  }
  if (/no matching|Handshake failed/i.test(message)) {
    const sentence = `${place} and we have no safe way to encrypt in common: it offers outdated ones only.`;
    return failure('unavailable', 'encryption_outdated', sentence);
  }
  if (/privateKey|private key/i.test(message)) {
    const sentence = `The private key of the connection ${name} cannot be read: it is no key, or its passphrase is missing or wrong.`;
    return failure('rejected', 'secret_invalid', sentence);
  }
  return failure('unavailable', 'connect_lost', `${place} ended the connection before we were signed in.`);
}

/** Where its files go, as the server names it. Throws StepFailure `folder_missing`, `connect_lost`. */
export async function folderOf({ sftp }: SftpSession, connection: Connection): Promise<string> {
  const wanted = optionalText(connection.settings, 'folder') ?? '.';
  const missing = () => failure('unavailable', 'folder_missing', 'The folder is not there, or is not ours to see.');
  const why = (error: unknown) => (codeOf(error) === null ? lost() : missing());
  return await new Promise((resolve, reject) => {
    sftp.realpath(wanted, (noPath, path) => {
      if (noPath) return reject(why(noPath));
      sftp.stat(path, (noStat, stats) => {
        if (noStat) reject(why(noStat));
        else if (stats.isDirectory()) resolve(path);
        else reject(missing());
      });
    });
  });
}

const lost = () => failure('unavailable', 'connect_lost', 'The host ended the connection.');

/** The SSH_FX code of what a server refused; null where the connection broke, so that nobody refused anything. */
export function codeOf(error: unknown): number | null {
  const { code } = error as { code?: unknown };
  return typeof code === 'number' && code <= 5 ? code : null;
}
