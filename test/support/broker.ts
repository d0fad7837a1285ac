import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type GetMessage } from 'amqplib';
import { issued, validNow } from './certificate.ts';
import { fromDebian } from './debian.ts';
import { freePort } from './port.ts';

/** A real RabbitMQ of this test's own, on loopback. */
export interface Broker {
  port: number;
  tlsPort: number;
  /** Signs the broker's certificate, which is for `localhost`. */
  authority: string;
  /** Lets its bearer in as the user `localhost`, by TLS alone. */
  client: { cert: string; key: string };
  user: string;
  password: string;
  /** A virtual host that the user may use; `closed` is one that it may not. */
  virtualHost: string;
  /** Everything that lies in the queue `arrivals`, taken out of it. */
  taken(): Promise<GetMessage[]>;
  close(): Promise<void>;
}

const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const READY_LIMIT_MS = 60_000;

/** Starts one, installed from Debian where it is missing. A text says why there is none. */
export async function openBroker(): Promise<Broker | string> {
  if (!existsSync(SERVER)) {
    const tried = await fromDebian('rabbitmq-server');
    if (!existsSync(SERVER)) return `no RabbitMQ here, and none could be installed (${tried})`;
  }
  const folder = mkdtempSync(join(tmpdir(), 'throughline-broker-'));
  const [port, tlsPort, distPort, epmdPort] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const [own, client] = [validNow(), issued()];
  const password = randomBytes(12).toString('hex');
  const at = (name: string) => join(folder, name);
  writeFileSync(at('own.pem'), own.cert);
  writeFileSync(at('own.key'), own.key);
  writeFileSync(at('trusted.pem'), client.authority);
  writeFileSync(at('plugins'), '[rabbitmq_auth_mechanism_ssl].');
  writeFileSync(at('definitions.json'), JSON.stringify(definitions(password)));
  writeFileSync(
    at('rabbitmq.conf'),
    [
      `listeners.tcp.1 = 127.0.0.1:${port}`,
      `listeners.ssl.1 = 127.0.0.1:${tlsPort}`,
      `ssl_options.certfile = ${at('own.pem')}`,
      `ssl_options.keyfile = ${at('own.key')}`,
      `ssl_options.cacertfile = ${at('trusted.pem')}`,
      'ssl_options.verify = verify_peer',
      'ssl_options.fail_if_no_peer_cert = false',
      'ssl_cert_login_from = common_name',
      'auth_mechanisms.1 = PLAIN',
      'auth_mechanisms.2 = EXTERNAL',
      `load_definitions = ${at('definitions.json')}`,
      '',
    ].join('\n'),
  );
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    LANG: 'C.UTF-8',
    ERL_EPMD_PORT: String(epmdPort),
    RABBITMQ_NODENAME: `throughline${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_MNESIA_BASE: at('mnesia'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: at('none'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('plugins'),
  };
  const child = spawn(SERVER, [], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said: string[] = [];
  const close = async () => {
    // Nothing of it is kept: no need to ask it nicely.
    process.kill(-child.pid!, 'SIGKILL');
    await gone;
    const epmd = spawn('epmd', ['-kill'], { env: { ...env, ERL_EPMD_RELAXED_COMMAND_CHECK: '1' }, stdio: 'ignore' });
    await new Promise((resolve) => epmd.once('close', resolve));
    rmSync(folder, { recursive: true, force: true });
  };
  const isReady = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), READY_LIMIT_MS);
    const listen = (chunk: Buffer) => {
      said.push(chunk.toString());
      if (!said.join('').includes('Server startup complete')) return;
      clearTimeout(timer);
      resolve(true);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => resolve(false));
  });
  if (!isReady) {
    await close().catch(() => {});
    throw new Error(`RabbitMQ did not start: ${said.join('').slice(-4000)}`);
  }
  const user = 'us';
  const virtualHost = 'hospital';
  const taken = async () => {
    const model = await connect({ hostname: '127.0.0.1', port, username: user, password, vhost: virtualHost });
    const channel = await model.createChannel();
    const all: GetMessage[] = [];
    const next = () => channel.get('arrivals', { noAck: true });
    for (let one = await next(); one; one = await next()) all.push(one);
    await model.close();
    return all;
  };
  return { port, tlsPort, authority: own.cert, client, user, password, virtualHost, taken, close };
}

function definitions(password: string): object {
  const salt = randomBytes(4);
  const hash = Buffer.concat([salt, createHash('sha256').update(salt).update(password).digest()]).toString('base64');
  const user = (name: string) => ({
    ...{ name, password_hash: hash, hashing_algorithm: 'rabbit_password_hashing_sha256', tags: '' },
  });
  const may = (who: string) => ({ user: who, vhost: 'hospital', configure: '.*', write: '.*', read: '.*' });
  return {
    users: [user('us'), user('localhost')],
    vhosts: [{ name: 'hospital' }, { name: 'closed' }],
    permissions: [may('us'), may('localhost')],
    queues: [{ name: 'arrivals', vhost: 'hospital', durable: true, auto_delete: false, arguments: {} }],
  };
}
