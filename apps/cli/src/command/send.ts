import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Complaint } from '../complaint.ts';
import type { Terminal } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

export interface SendOptions {
  environment: string;
  /** The trigger's node id. */
  trigger?: string;
  /** The name of a sample that travels with the flow, in place of a file. */
  sample?: string;
  /** `name=value` */
  header: string[];
  json: boolean;
}

const TYPES: Record<string, string> = {
  '.json': 'application/json',
  '.hl7': 'application/hl7-v2+er7',
  '.csv': 'text/csv',
};

/** Sends a file, or a sample of the flow, into a live flow; the answer comes when the message is safely kept. */
export async function send(
  flow: string,
  file: string | undefined,
  { environment, trigger, sample, header, json }: SendOptions,
  server: ServerOptions,
  terminal: Terminal,
): Promise<void> {
  if ((file === undefined) === (sample === undefined)) {
    throw new Complaint(
      'usage',
      'Say what to send: a file, or --sample with the name of one that travels with the flow.',
    );
  }
  const headers = Object.fromEntries(header.map(pairOf));
  const message = file === undefined ? { fixture: sample! } : await contentOf(file);
  const sent = await answerTo(
    clientOf(server).flows[':flow'].messages.$post({
      param: { flow },
      json: { environment, message, headers, ...(trigger === undefined ? {} : { trigger }) },
    }),
  );
  if (json) terminal.out(JSON.stringify(sent));
  else terminal.out(`${sent.repeat ? 'Known already' : 'Accepted'}: message ${sent.messageId} by ${sent.trigger}.`);
}

async function contentOf(file: string): Promise<{ base64: string; contentType: string }> {
  const bytes = await readFile(file).catch(() => {
    throw new Complaint('usage', `There is no file ${file}.`);
  });
  return { base64: bytes.toString('base64'), contentType: TYPES[extname(file).toLowerCase()] ?? 'text/plain' };
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Complaint('usage', 'Write a header as --header Name=value.');
  return [text.slice(0, at), text.slice(at + 1)];
}
