import { hash } from 'node:crypto';
import { Agent } from 'node:http';
import { Journal } from './journal.ts';
import { MllpLine } from './line.ts';
import { type Message, messageOf } from './message.ts';
import { post } from './post.ts';

/** Where a source sends every message; `flow` names it in the journal. */
export type Target = { flow: string; kind: 'http'; url: string } | { flow: string; kind: 'mllp'; port: number };

export interface SourceOptions {
  journal: string;
  targets: Target[];
  /** Messages m-<first> to m-<first + count - 1>. */
  first: number;
  count: number;
  keys: number;
  concurrency: number;
  /** Messages a second at most; 0: as fast as they are taken. */
  rate: number;
  canary: string;
  /** Sends again until it is accepted; else every message is offered once. */
  persistent: boolean;
  /** Added to every body, in bytes. */
  padding: number;
  timeoutMs: number;
}

/** What a sender was told about one message, durable before the next is sent. */
export interface Told {
  flow: string;
  id: string;
  key: string;
  n: number;
  sha: string;
  /** Nothing: the connection ended, or no answer came in time. */
  answer: 'accepted' | 'refused' | 'nothing';
  /** HTTP status or MSA-1. */
  status: string;
  retryAfter?: string;
  /** The id the system gave it. */
  message?: string;
  began: number;
  at: number;
}

/*
 * A sender outside the system: source.ts OPTIONS. Each key is sent by one of `concurrency` senders, one message after the other,
 * so that accept order is known. Takes {stop}; sends {offered, accepted} once a second and {done} at the end.
 */
const options = JSON.parse(process.argv[2]!) as SourceOptions;
const journal = new Journal(options.journal);
const agent = new Agent({ keepAlive: true, maxSockets: options.concurrency * options.targets.length });
/** Pauses before a message is sent again double: a crowd of senders must not be the fault. */
const AGAIN_MS = 100;
const AGAIN_MAX_MS = 2_000;
const startedAt = Date.now();
let stopped = false;
let offered = 0;
let accepted = 0;

process.on('message', (message: { stop?: true }) => {
  stopped ||= message.stop === true;
});
process.once('disconnect', () => process.exit(0));
const telling = setInterval(() => process.send?.({ offered, accepted }), 250);

async function sender(s: number): Promise<void> {
  const lines = new Map<Target, MllpLine>();
  for (let i = 0; i < options.count && !stopped; i++) {
    if ((i % options.keys) % options.concurrency !== s) continue;
    const due = options.rate > 0 ? startedAt + (i * 1000) / options.rate - Date.now() : 0;
    if (due > 0) await pause(due);
    const message = messageOf({ ...options, index: options.first + i });
    await Promise.all(options.targets.map((target) => deliver(target, message, lines)));
  }
  for (const line of lines.values()) line.close();
}

async function deliver(target: Target, message: Message, lines: Map<Target, MllpLine>): Promise<void> {
  for (let again = AGAIN_MS; ; again = Math.min(again * 2, AGAIN_MAX_MS)) {
    offered++;
    const told = await offer(target, message, lines);
    await journal.append(told);
    if (told.answer === 'accepted') accepted++;
    if (told.answer === 'accepted' || !options.persistent || stopped) return;
    await pause(again);
  }
}

async function offer(target: Target, message: Message, lines: Map<Target, MllpLine>): Promise<Told> {
  const began = Date.now();
  const { id, key, n } = message;
  const body = target.kind === 'http' ? message.json : message.hl7;
  const told = { flow: target.flow, id, key, n, sha: hash('sha256', body, 'hex'), began };
  if (target.kind === 'http') {
    const answer = await post(target.url, body, { agent, timeoutMs: options.timeoutMs });
    if (answer === null) return { ...told, answer: 'nothing', status: '', at: Date.now() };
    const { status, headers } = answer;
    const [message, retryAfter] = [headers['x-message-id'], headers['retry-after']];
    return {
      ...told,
      answer: status >= 200 && status < 300 ? 'accepted' : 'refused',
      status: String(status),
      ...(typeof message === 'string' ? { message } : {}),
      ...(retryAfter === undefined ? {} : { retryAfter }),
      at: Date.now(),
    };
  }
  const line = lines.get(target) ?? new MllpLine(target.port);
  lines.set(target, line);
  const code = await line.ask(body, id, options.timeoutMs);
  const answer = code === 'AA' ? 'accepted' : code === null ? 'nothing' : 'refused';
  return { ...told, answer, status: code ?? '', at: Date.now() };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

await Promise.all(Array.from({ length: options.concurrency }, (_, s) => sender(s)));
clearInterval(telling);
agent.destroy();
process.send?.({ offered, accepted, done: true });
