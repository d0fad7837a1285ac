import { type Terminal, table } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

export interface QuarantineOptions {
  environment: string;
  flow?: string;
  code?: string;
  node?: string;
  state: 'open' | 'replayed' | 'skipped' | 'discarded';
  json: boolean;
}

/** Lists what waits for a person: where it stopped, why, and at which field. */
export async function quarantine(options: QuarantineOptions, server: ServerOptions, terminal: Terminal): Promise<void> {
  const { environment, flow, code, node, state } = options;
  const narrow = {
    ...(flow === undefined ? {} : { flow }),
    ...(code === undefined ? {} : { code }),
    ...(node === undefined ? {} : { node }),
  };
  const answer = await answerTo(
    clientOf(server).quarantine.$get({ query: { environment, state, limit: '200', ...narrow } }),
  );
  if (options.json) return terminal.out(JSON.stringify(answer));
  if (answer.messages.length === 0) return terminal.out('Nothing.');
  const rows = answer.messages.map((one) => [one.id, one.flow, one.node, one.code, one.path ?? '-', one.sentence]);
  terminal.out(table(['id', 'flow', 'step', 'code', 'field', 'why'], rows));
  if (answer.next !== null) terminal.out('There are more; narrow with --flow, --code or --node.');
}
