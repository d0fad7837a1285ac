import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import {
  acknowledge,
  FormatError,
  frameMllp,
  isAck,
  MllpDecoder,
  type MllpMalformed,
  parseHl7,
  pick,
} from '@throughline/formats';
import { takesHl7 } from '@throughline/nodes/runs';
import { failpoint, type Store } from '@throughline/store';
import { arrive } from './arrive.ts';
import type { Committer } from './commit.ts';
import type { Door, Doors } from './doors.ts';
import type { RefusedAtDoor } from './http.ts';
import { lookInto } from './keys.ts';
import { noteReuse } from './reuse.ts';

export interface MllpPorts {
  store: Store;
  doors: Doors;
  committer: Committer;
  overloaded: () => boolean;
  onRefusal: (event: RefusedAtDoor) => void;
  onError: (error: unknown) => void;
}

export interface MllpOptions {
  host: string;
  port: number;
  /** The environment whose flows listen here. */
  environment: string;
  maxBytes: number;
  idleMs: number;
  /** PEM; with `ca`, only who shows a certificate of that authority is listened to. Left out: plain TCP. */
  tls?: MllpTls | undefined;
}

export interface MllpTls {
  cert: string;
  key: string;
  ca?: string | undefined;
}

const HL7 = 'application/hl7-v2+er7';

type Tree = ReturnType<typeof parseHl7>;
type Code = 'AA' | 'AE' | 'AR';
interface Verdict {
  code: Code;
  text?: string;
  error?: { code: string; sentence: string; location?: string };
}

/**
 * The MLLP door: one message after the other on each connection, each acknowledged only after its commit (HL7 v2.5 section 2.9.2,
 * original mode). What cannot be read is answered AR, what cannot be taken AE or as the door says; an ACK is never answered;
 * bytes that name no sender end the connection.
 */
export async function listenMllp(
  ports: MllpPorts,
  options: MllpOptions,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = openServer(options.tls, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    converse(ports, options, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.end();
        setTimeout(() => {
          for (const socket of sockets) socket.destroy();
        }, 2_000).unref();
      }),
  };
}

function openServer(tls: MllpTls | undefined, connected: (socket: Socket) => void): Server {
  if (tls === undefined) return createServer(connected);
  const checked = { requestCert: tls.ca !== undefined, rejectUnauthorized: tls.ca !== undefined };
  const server = createTlsServer({ ...tls, ...checked, minVersion: 'TLSv1.2' }, connected);
  // A handshake that fails is the other side's affair; its socket is gone already.
  return server.on('tlsClientError', () => {});
}

/** Reads a connection; while a message waits for its commit nothing more is read from it. */
function converse(ports: MllpPorts, options: MllpOptions, socket: Socket): void {
  const malformed: MllpMalformed[] = [];
  const decoder = new MllpDecoder({ maxFrame: options.maxBytes, onMalformed: (what) => malformed.push(what) });
  socket.setTimeout(options.idleMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    socket.pause();
    handle(chunk).then(
      () => socket.resume(),
      (error: unknown) => {
        ports.onError(error);
        socket.destroy();
      },
    );
  });

  async function handle(chunk: Buffer): Promise<void> {
    for (const frame of decoder.push(chunk)) {
      const answer = await answerTo(ports, options, Buffer.from(frame), socket.remoteAddress ?? '');
      // Without a header nobody is named to be answered; closing says so to a sender that waits.
      if (answer === null) socket.end();
      else if (answer !== undefined && !socket.destroyed) socket.write(frameMllp(Buffer.from(answer)));
      failpoint('intake.acked');
    }
    for (const { bytes, problem, sentence, stopped } of malformed.splice(0)) {
      const code = `mllp_${problem}`;
      const nak = nakFor(ports, bytes, code, sentence);
      if (nak !== undefined && !socket.destroyed) socket.write(frameMllp(Buffer.from(nak)));
      if (stopped) socket.end();
    }
  }
}

/** The acknowledgement; undefined: none is due, the message is one itself; null: there is nobody to send one to. */
async function answerTo(
  ports: MllpPorts,
  options: MllpOptions,
  raw: Buffer,
  address: string,
): Promise<string | null | undefined> {
  failpoint('intake.read');
  const now = Math.floor(ports.store.clock.now());
  const ack = (of: Tree | Buffer, verdict: Verdict) =>
    acknowledge(of, { ...verdict, controlId: `TL${now}`, at: new Date(now) });
  let tree: Tree;
  try {
    tree = parseHl7(raw);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const answer = ack(raw, { code: 'AR', text: error.code, error: { code: error.code, sentence: error.message } });
    if (answer !== undefined || isAck(raw)) return answer;
    ports.onRefusal({ code: error.code, status: 400, environment: options.environment, flow: '', node: '', address });
    return null;
  }
  if (isAck(tree)) return undefined;
  if (pick(tree, 'MSH-10') === undefined) {
    return ack(tree, {
      code: 'AR',
      text: 'hl7_no_control_id',
      error: { code: 'hl7_no_control_id', sentence: 'MSH-10 (message control id) is required.', location: 'MSH-10' },
    });
  }
  const door = ports.doors.of(options.environment, 'trigger.mllp').find(({ step }) => takesHl7(step.config, tree));
  if (door === undefined) {
    return ack(tree, {
      code: 'AR',
      text: 'door_unknown',
      error: {
        code: 'door_unknown',
        sentence: 'No flow takes messages of this type from this sender.',
        location: 'MSH-9',
      },
    });
  }
  const closed = closedTo(door, options, address);
  if (closed !== null) {
    ports.onRefusal(refusedAt(door, closed.code, address));
    return ack(tree, { code: 'AR', text: closed.code, error: closed });
  }
  return ack(tree, await accept(ports, door, raw, tree, now));
}

/** Why a door takes nothing from an address; null when it does. Where it is protected, somebody has to have said who may come. */
function closedTo(
  { live, guard }: Door,
  { tls }: MllpOptions,
  address: string,
): { code: string; sentence: string } | null {
  if (guard !== null && !guard.mayCome(address)) {
    return { code: 'address_refused', sentence: 'This door takes nothing from your address.' };
  }
  if (!live.protected || guard?.isRanged || tls?.ca !== undefined) return null;
  const sentence = 'This environment is protected and takes no message without saying from which addresses.';
  return { code: 'door_open', sentence };
}

function refusedAt({ live, step }: Door, code: string, address: string): RefusedAtDoor {
  return { code, status: 403, environment: live.environment, flow: live.flow, node: step.node, address };
}

/** An honest AR for bytes that were no frame, where they name a sender to answer. */
function nakFor(ports: MllpPorts, bytes: Uint8Array, code: string, sentence: string): string | undefined {
  const now = Math.floor(ports.store.clock.now());
  return acknowledge(bytes, { code: 'AR', text: code, error: { code, sentence }, ...stamp(now) });
}

function stamp(now: number): { controlId: string; at: Date } {
  return { controlId: `TL${now}`, at: new Date(now) };
}

async function accept(ports: MllpPorts, door: Door, raw: Buffer, tree: Tree, now: number): Promise<Verdict> {
  const { refusal } = (door.step.config['ack'] ?? { refusal: 'AE' }) as { refusal: Code };
  const refused = (code: string, sentence: string): Verdict => ({
    code: refusal,
    text: code,
    error: { code, sentence },
  });
  if (ports.overloaded() || ports.committer.full(raw.length)) {
    return {
      code: 'AE',
      text: 'overloaded',
      error: { code: 'overloaded', sentence: 'More messages wait than may wait; send it again.' },
    };
  }
  const misfit = door.contract?.(raw, HL7) ?? null;
  if (misfit !== null) return refused(misfit.code, misfit.sentence);
  const incoming = {
    raw,
    contentType: HL7,
    headers: {},
    params: {},
    look: lookInto('hl7v2', tree, {}),
    correlationId: null,
  };
  try {
    const acceptance = await ports.committer.commit(arrive(ports.store, door, incoming, now));
    failpoint('intake.stored');
    if (acceptance.outcome === 'repeat' && !acceptance.same) {
      await noteReuse(ports, door, acceptance.prior);
      return refused('key_reused', 'A message with this control id but other content was accepted before.');
    }
    return { code: 'AA' };
  } catch (error) {
    ports.onError(error);
    return {
      code: 'AE',
      text: 'store_unavailable',
      error: { code: 'store_unavailable', sentence: 'Not stored; send it again.' },
    };
  }
}
