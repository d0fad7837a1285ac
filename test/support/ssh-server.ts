import { createHash, timingSafeEqual } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, posix, relative } from 'node:path';
import type { Algorithms, AuthContext, SFTPWrapper, Connection as SshClient } from 'ssh2';
import ssh2 from 'ssh2';

/** A real SSH server on this machine whose SFTP shows one folder. */
export interface SshServer {
  port: number;
  /** Of its host key, as `ssh-keygen -l` prints it. */
  fingerprint: string;
  /** How clients tried to sign in, in order: method, and what came with it. */
  attempts: string[];
  /** Ends every connection there is. */
  hangUp(): void;
  close(): Promise<void>;
}

export interface SshServerOptions {
  /** Shown below `/`. */
  folder: string;
  user: string;
  /** Left out: a free one. */
  port?: number;
  /** Left out: a new one. */
  hostKey?: ReturnType<typeof newKey>;
  password?: string;
  /** Of the user, as `newKey` gives it. */
  publicKey?: string;
  algorithms?: Algorithms;
  /** Stands in the way of every request of this kind. */
  refuse?: 'OPEN' | 'RENAME';
  /** Does what requests of this kind ask, and never answers them. */
  mute?: 'RENAME';
}

/** An Ed25519 key pair in OpenSSH's format. */
export function newKey(passphrase?: string): { private: string; public: string } {
  const options = passphrase === undefined ? {} : { cipher: 'aes256-ctr', passphrase, rounds: 16 };
  // One in 150 that ssh2 writes it cannot read itself.
  for (;;) {
    const key = ssh2.utils.generateKeyPairSync('ed25519', options as never);
    if (!(ssh2.utils.parseKey(key.private, passphrase) instanceof Error)) return key;
  }
}

export async function openSshServer(options: SshServerOptions): Promise<SshServer> {
  const attempts: string[] = [];
  const clients = new Set<SshClient>();
  const { algorithms, port = 0, hostKey = newKey() } = options;
  const server = new ssh2.Server({ hostKeys: [hostKey.private], ...(algorithms ? { algorithms } : {}) }, (client) => {
    clients.add(client);
    client.on('error', () => {});
    client.on('close', () => clients.delete(client));
    client.on('authentication', (context) => {
      attempts.push(context.method === 'password' ? `password ${context.password}` : context.method);
      if (mayEnter(context, options)) context.accept();
      else context.reject(options.publicKey === undefined ? ['password'] : ['publickey']);
    });
    client.on('ready', () => {
      client.on('session', (accept) => {
        accept().on('sftp', (open) => serve(open(), options));
      });
    });
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const blob = Buffer.from(hostKey.public.split(' ')[1]!, 'base64');
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
    attempts,
    hangUp: () => {
      for (const client of clients) client.end();
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const client of clients) client.end();
      }),
  };
}

function mayEnter(given: AuthContext, options: SshServerOptions): boolean {
  if (given.username !== options.user) return false;
  if (given.method === 'password') return given.password === options.password;
  if (given.method !== 'publickey' || options.publicKey === undefined) return false;
  const allowed = ssh2.utils.parseKey(options.publicKey) as ssh2.ParsedKey;
  const known = allowed.getPublicSSH();
  if (given.key.data.length !== known.length || !timingSafeEqual(given.key.data, known)) return false;
  return given.signature === undefined || allowed.verify(given.blob!, given.signature, given.hashAlgo) === true;
}

/** As much of SFTP version 3 as looking around and writing a file takes. */
function serve(sftp: SFTPWrapper, { folder, refuse, mute }: SshServerOptions): void {
  const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;
  const base = realpathSync(folder);
  const local = (path: string) => join(base, posix.resolve('/', path));
  const answer = (kind: string, id: number, act: () => void) => {
    if (refuse === kind) return void sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    try {
      act();
    } catch (error) {
      const isMissing = (error as { code?: string }).code === 'ENOENT';
      sftp.status(id, isMissing ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE);
    }
  };
  const done = (id: number) => sftp.status(id, STATUS_CODE.OK);
  const attributes = (path: string) => attributesOf(statSync(local(path)));
  sftp.on('REALPATH', (id, path) =>
    answer('REALPATH', id, () => {
      const found = realpathSync(local(path));
      const filename = posix.resolve('/', relative(base, found));
      sftp.name(id, [{ filename, longname: filename, attrs: attributes(filename) }]);
    }),
  );
  for (const kind of ['STAT', 'LSTAT'] as const) {
    sftp.on(kind as 'STAT', (id: number, path: string) => answer(kind, id, () => sftp.attrs(id, attributes(path))));
  }
  sftp.on('OPEN', (id, path, flags) =>
    answer('OPEN', id, () => {
      const handle = openSync(local(path), (flags & OPEN_MODE.WRITE) !== 0 ? 'w' : 'r');
      const name = Buffer.alloc(4);
      name.writeUInt32BE(handle);
      sftp.handle(id, name);
    }),
  );
  sftp.on('WRITE', (id, handle, offset, data) =>
    answer('WRITE', id, () => {
      writeSync(handle.readUInt32BE(0), data, 0, data.length, offset);
      done(id);
    }),
  );
  sftp.on('FSETSTAT', (id) => done(id));
  sftp.on('FSTAT', (id, handle) =>
    answer('FSTAT', id, () => sftp.attrs(id, attributesOf(fstatSync(handle.readUInt32BE(0))))),
  );
  sftp.on('READ', (id, handle, offset, length) =>
    answer('READ', id, () => {
      const data = Buffer.alloc(length);
      const read = readSync(handle.readUInt32BE(0), data, 0, length, offset);
      if (read === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, data.subarray(0, read));
    }),
  );
  sftp.on('CLOSE', (id, handle) =>
    answer('CLOSE', id, () => {
      closeSync(handle.readUInt32BE(0));
      done(id);
    }),
  );
  sftp.on('REMOVE', (id, path) =>
    answer('REMOVE', id, () => {
      unlinkSync(local(path));
      done(id);
    }),
  );
  sftp.on('RENAME', (id, from, to) =>
    answer('RENAME', id, () => {
      // Version 3 does not rename over a file that is there.
      if (readdirSync(join(local(to), '..')).includes(posix.basename(to))) throw new Error('there is one');
      renameSync(local(from), local(to));
      if (mute !== 'RENAME') done(id);
    }),
  );
}

function attributesOf({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): ssh2.Attributes {
  return { mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000) };
}
