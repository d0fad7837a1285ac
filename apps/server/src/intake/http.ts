import type { IncomingMessage, ServerResponse } from 'node:http';
import { failpoint, type Store } from '@throughline/store';
import type { Waiters } from './answers.ts';
import { arrive, type Incoming } from './arrive.ts';
import { authenticate, type SecretOf } from './authenticate.ts';
import { linger, readBody } from './body.ts';
import type { Committer } from './commit.ts';
import { checkContract } from './contract.ts';
import type { Door, Doors } from './doors.ts';
import type { Caller } from './guard/client.ts';
import { lookInto } from './keys.ts';
import { formatOf, limitOf, readMessage, tooLarge } from './read.ts';
import { Refusal, storeRefusal } from './refusal.ts';
import { noteReuse } from './reuse.ts';

export interface HttpDoorPorts {
  store: Store;
  doors: Doors;
  committer: Committer;
  waiters: Waiters;
  secretOf: SecretOf;
  /** Refuses newcomers while too much accepted work is waiting. */
  overloaded: () => boolean;
  /** Told of every message that a door does not take because of what it is or who sent it: codes and addresses, no content. */
  onRefusal: (event: RefusedAtDoor) => void;
  onError: (error: unknown) => void;
}

export interface RefusedAtDoor {
  code: string;
  status: number;
  environment: string;
  flow: string;
  node: string;
  address: string;
  /** Where one has proved itself. */
  client?: string;
}

export type HttpDoor = (req: IncomingMessage, res: ServerResponse) => void;

/** What is known of a request so far: for its answer, whatever that will be. */
interface Visit {
  door: Door | null;
  /** Where it comes from, where a guard has looked. */
  origin: string | null;
  caller: Caller | null;
  headers: Record<string, string>;
  bytes: number;
}

const PREFIX = '/in/';

/**
 * The HTTP door of all flows: /in/<environment>/<path>. Size, then sender, then form, then commit; only then the answer
 * (RUNS.md promise 1). Plain node:http, because every message pays for what stands here.
 */
export function createHttpDoor(ports: HttpDoorPorts): HttpDoor {
  return (req, res) => {
    const at: Visit = { door: null, origin: null, caller: null, headers: {}, bytes: 0 };
    receive(ports, req, res, at).catch((error: unknown) => {
      const refusal = error instanceof Refusal ? error : undefined;
      if (refusal === undefined) ports.onError(error);
      else if (at.door !== null && refusal.status < 500) ports.onRefusal(refusedBy(refusal, req, at, at.door));
      if (refusal !== undefined) note(at, refusal.status === 429 ? 'limited' : 'refused');
      refuse(
        res,
        refusal ?? new Refusal(500, 'internal', 'The server failed; nothing is known to be accepted. Send it again.'),
        at.headers,
      );
      res.once('finish', () => linger(req));
    });
  };
}

function refusedBy(
  { code, status }: Refusal,
  req: IncomingMessage,
  { origin, caller }: Visit,
  { live, step }: Door,
): RefusedAtDoor {
  const { environment, flow } = live;
  const address = origin ?? req.socket.remoteAddress ?? '';
  const client = caller === null ? {} : { client: caller.client.name };
  return { code, status, environment, flow, node: step.node, address, ...client };
}

/** Counts for the client that sent it, where one has proved itself. */
function note({ door, caller, bytes }: Visit, what: 'accepted' | 'refused' | 'limited'): void {
  if (door === null || door.guard === null || caller === null) return;
  door.guard.meter.note(caller, { flow: door.live.flow, node: door.step.node }, what, bytes);
}

async function receive(ports: HttpDoorPorts, req: IncomingMessage, res: ServerResponse, at: Visit): Promise<void> {
  const { door, params } = findDoor(ports.doors, req);
  const { guard } = door;
  at.door = door;
  if (guard !== null) {
    at.headers = guard.headers;
    at.origin = guard.origin(req);
    guard.refuseEarly(at.origin, ports.store.clock.now());
  }
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new Refusal(
      415,
      'content_encoding',
      'Send the body as it is, without Content-Encoding: a door unpacks nothing.',
    );
  }
  const max = limitOf(door.step.config);
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > max) throw tooLarge(max);
  if (ports.overloaded() || ports.committer.full(announced)) {
    throw new Refusal(503, 'overloaded', 'More messages are waiting than may wait; nothing was accepted.', {}, 2);
  }
  const raw = await readBody(req, max);
  failpoint('intake.read');
  at.bytes = raw.length;
  const now = ports.store.clock.now();
  await authenticate(door, req.headers, raw, ports.secretOf, now);
  const pass =
    guard === null
      ? null
      : await guard.admit({ req, raw, now }, (caller) => {
          at.caller = caller;
        });
  if (pass !== null) at.headers = { ...at.headers, ...pass.headers };
  const headers = headersOf(req, door.secretHeaders);
  const contentType = req.headers['content-type'] ?? 'application/octet-stream';
  const format = formatOf(door.step);
  const tree = readMessage(format, raw, contentType);
  checkContract(door, raw, contentType);
  const incoming: Incoming = {
    raw,
    contentType,
    headers,
    look: lookInto(format, tree, headers),
    params,
    correlationId: headers['x-correlation-id'] ?? null,
    onceKey: pass?.onceKey,
    client: pass?.caller?.client,
  };
  await accept(ports, door, incoming, res, at);
}

async function accept(
  ports: HttpDoorPorts,
  door: Door,
  incoming: Incoming,
  res: ServerResponse,
  at: Visit,
): Promise<void> {
  const { committer, waiters } = ports;
  const arrival = arrive(ports.store, door, incoming, ports.store.clock.now());
  const answer = door.step.config['answer'] as { mode: string; timeoutS?: number } | undefined;
  const waits = answer?.mode === 'reply';
  const timeoutS = answer?.timeoutS ?? 30;
  const reply = waits ? waiters.wait(arrival.id, timeoutS) : null;
  const acceptance = await committer.commit(arrival).catch((error: unknown) => {
    ports.onError(error);
    throw storeRefusal(error);
  });
  failpoint('intake.stored');
  if (acceptance.outcome === 'repeat' && !acceptance.same) {
    await noteReuse(ports, door, acceptance.prior);
    throw new Refusal(
      422,
      'key_reused',
      'This idempotency key was used before with different content; nothing was accepted.',
      {
        messageId: acceptance.prior,
      },
    );
  }
  const repeat = acceptance.outcome === 'repeat';
  const id = repeat ? acceptance.prior : arrival.id;
  const correlationId = repeat ? acceptance.correlationId : arrival.correlationId;
  note(at, 'accepted');
  const headers: Record<string, string> = { ...at.headers, 'x-message-id': id, 'x-correlation-id': correlationId };
  if (repeat) headers['idempotency-replayed'] = 'true';
  if (reply === null) {
    const body = JSON.stringify({ messageId: id, correlationId, status: 'accepted' });
    send(res, 202, { ...headers, 'content-type': 'application/json' }, body);
    return failpoint('intake.acked');
  }
  const given = repeat ? ((await waiters.recall(id)) ?? (await waiters.wait(id, timeoutS))) : await reply;
  if (given === null) {
    const late = new Refusal(
      504,
      'answer_late',
      `The flow has not answered within ${timeoutS} s; the message is accepted and goes on.`,
      {
        messageId: id,
      },
    );
    return refuse(res, late, headers);
  }
  const { type, text } = bodyOf(given.body, given.headers['content-type']);
  send(res, given.status, { ...given.headers, ...headers, 'content-type': type }, text);
}

/** A JSON string is sent as its text; anything else as JSON. */
function bodyOf(json: string, type: string | undefined): { type: string; text: string } {
  if (json.startsWith('"') && type !== undefined && !type.includes('json'))
    return { type, text: JSON.parse(json) as string };
  return { type: type ?? 'application/json', text: json };
}

function findDoor(doors: Doors, req: IncomingMessage): { door: Door; params: Record<string, string> } {
  const url = req.url ?? '';
  const end = url.indexOf('?');
  const [environment, ...parts] = (end < 0 ? url : url.slice(0, end)).slice(PREFIX.length).split('/');
  const method = req.method ?? 'GET';
  const allow = new Set<string>();
  for (const door of doors.of(environment ?? '', 'trigger.http')) {
    const params = matchPath(String(door.step.config['path']), parts);
    if (params === null) continue;
    const taken = String(door.step.config['method'] ?? 'POST');
    if (taken === method) return { door, params };
    allow.add(taken);
  }
  if (allow.size === 0) throw new Refusal(404, 'door_unknown', 'No flow takes messages at this address.');
  throw new Refusal(405, 'method_not_allowed', `This address takes ${[...allow].join(', ')}.`);
}

/** The named parts of the address, or null when it is another path. */
function matchPath(path: string, parts: string[]): Record<string, string> | null {
  const wanted = path.split('/');
  if (wanted.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [i, want] of wanted.entries()) {
    if (want.startsWith(':')) {
      try {
        params[want.slice(1)] = decodeURIComponent(parts[i]!);
      } catch {
        return null;
      }
    } else if (want !== parts[i]) return null;
  }
  return params;
}

function headersOf(req: IncomingMessage, secret: ReadonlySet<string>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined && !secret.has(name)) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** What a flow answers is no page: it shares its address with the web app, whose cookies a script in it would have. */
const NO_PAGE = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

function send(res: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, { ...headers, ...NO_PAGE, 'content-length': Buffer.byteLength(body) });
  res.end(body);
}

function refuse(res: ServerResponse, refusal: Refusal, headers: Record<string, string> = {}): void {
  const { status, code, message, more, retryAfterS } = refusal;
  const body = JSON.stringify({ type: 'about:blank', title: message, status, code, ...more });
  const extra: Record<string, string> = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  send(res, status, { ...headers, ...refusal.headers, ...extra, 'content-type': 'application/problem+json' }, body);
}
