import type { Delivery, EffectRun, HostRun, Receipt } from '@throughline/engine';
import { acknowledge } from '@throughline/formats';
import { bodyOf } from '../body.ts';
import { publicationOf } from '../connector/amqp/publication.ts';
import { requestOf } from '../connector/http/request.ts';
import { connectorHttp, type Send } from '../connector/http/run.ts';
import { acknowledgement, outgoing } from '../connector/mllp/message.ts';
import { receiptOfAck } from '../connector/mllp/run.ts';
import { fileAnswer, placeOf } from '../connector/named.ts';
import { replying } from '../connector/reply.ts';
import { asked } from '../connector/sql/asked.ts';
import { enrichHttpLookup } from '../enrich/http-lookup/run.ts';
import { failure } from '../failure.ts';
import { insideRuns } from '../inside.ts';
import { optionalText } from '../settings.ts';

/** What a step asks of the outside. The url is below the connection's base address where one is named. */
export type Asked =
  | { node: string; how: 'http'; method: string; url: string; headers: Record<string, string>; body: string | null }
  | { node: string; how: 'mllp'; text: string }
  | { node: string; how: 'file'; folder: string; name: string; text: string }
  | { node: string; how: 'sql'; statement: string; parameters: Record<string, string | null> }
  | { node: string; how: 'amqp'; exchange: string; routingKey: string; headers: Record<string, string>; text: string };

/** What the outside says: an HTTP status and body, or an acknowledgement code. Nothing: 404 for a question, success for a delivery. */
export interface Answer {
  /** `201`, `AA`. */
  status: string;
  contentType: string;
  body: string;
}

export interface RehearsalRuns {
  host: ReadonlyMap<string, HostRun>;
  /** As the run of a connector, for the step with this node id and type. */
  deliver: (step: { node: string; type: string }, delivery: Delivery) => Promise<Receipt>;
}

const CONTROL_ID = 'REHEARSAL';

/**
 * The runs of a rehearsal: requests are formed and answers are read as in earnest, but `answer` stands for the network. Steps that
 * touch nothing run as they always do.
 */
export function createRehearsalRuns(answer: (asked: Asked) => Answer | undefined): RehearsalRuns {
  const send =
    (node: string, usual: Answer): Send =>
    async (sending) => {
      const name = optionalText(sending.settings, 'connection');
      const connection = name === null ? null : await sending.reach.connection(name);
      const { method, url, headers, hostHeaders, body } = requestOf(sending, connection);
      const place = connection === null ? url.href : url.href.slice(url.origin.length);
      const said = answer({ node, how: 'http', method, url: place, headers: { ...headers, ...hostHeaders }, body });
      const { status, contentType, body: text } = said ?? usual;
      return { status: Number(status), headers: { 'content-type': contentType }, body: Buffer.from(text) };
    };
  const mllp =
    (node: string): EffectRun =>
    async ({ message, settings }) => {
      const { frame, controlId } = outgoing(message, settings['controlId'] === 'keep' ? null : CONTROL_ID);
      const text = Buffer.from(frame.slice(1, -2)).toString();
      const code = (answer({ node, how: 'mllp', text })?.status ?? 'AA') as 'AA';
      const ack = acknowledge(text, { code, controlId: CONTROL_ID, at: new Date(0) });
      return receiptOfAck(acknowledgement(Buffer.from(ack!), controlId)!);
    };
  const file =
    (node: string): EffectRun =>
    async ({ message, settings, key }) => {
      const name = optionalText(settings, 'name') ?? `${key}.${optionalText(settings, 'extension') ?? 'json'}`;
      const text = message.startsWith('"') ? (JSON.parse(message) as string) : message;
      answer({ node, how: 'file', folder: optionalText(settings, 'folder') ?? '', name, text });
      return { status: 'written', reference: name, answer: message };
    };
  const sftp =
    (node: string): EffectRun =>
    async ({ message, settings, key }) => {
      const { folders, name } = placeOf(settings, key);
      const { text } = bodyOf(message);
      answer({ node, how: 'file', folder: folders.join('/'), name, text });
      const file = [...folders, name].join('/');
      return { status: 'written', reference: file, answer: fileAnswer(file, Buffer.from(text)) };
    };
  const sql =
    (node: string): EffectRun =>
    async ({ message, settings, key }) => {
      const shaped = replying(settings, message);
      const { statement, parameters } = asked(settings, key);
      const said = answer({ node, how: 'sql', statement, parameters })?.body ?? '{"count":1,"rows":[]}';
      return shaped({ status: '1 rows', reference: null, answer: said });
    };
  const amqp =
    (node: string): EffectRun =>
    async ({ message, settings, key }) => {
      const { exchange, routingKey, headers, body } = publicationOf({ message, settings });
      answer({ node, how: 'amqp', exchange, routingKey, headers, text: body.text });
      return { status: 'confirmed', reference: key, answer: JSON.stringify({ messageId: key }) };
    };
  const effects: Record<string, (node: string) => EffectRun> = {
    'connector.http': (node) => connectorHttp(send(node, { status: '200', contentType: '', body: '' })),
    'connector.mllp': mllp,
    'connector.file': file,
    'connector.sftp': sftp,
    'connector.sql': sql,
    'connector.amqp': amqp,
  };
  const notFound = { status: '404', contentType: '', body: '' };
  return {
    host: new Map<string, HostRun>([
      ...insideRuns,
      ['enrich.http-lookup', (input) => enrichHttpLookup(send(input.node, notFound))(input)],
    ]),
    deliver: ({ node, type }, delivery) => {
      const run = effects[type]?.(node);
      if (run !== undefined) return run(delivery);
      throw failure('code', 'step_unknown', `This program does not know the node type ${type}.`);
    },
  };
}
