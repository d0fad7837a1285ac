import { count, type Terminal } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

/** Has the server walk its audit chain. Answers whether it is whole. */
export async function verifyAudit(json: boolean, server: ServerOptions, terminal: Terminal): Promise<boolean> {
  const verdict = await answerTo(clientOf(server).audit.verify.$get());
  if (json) terminal.out(JSON.stringify(verdict));
  else if (verdict.ok)
    terminal.out(
      `The audit is whole: ${count(verdict.entries, 'entry').replace('entrys', 'entries')}, head ${verdict.head}${verdict.guarded ? '' : '; the database role of the server could alter it'}`,
    );
  else terminal.out(`The audit is broken at entry ${verdict.sequence}: ${verdict.sentence} [${verdict.code}]`);
  return verdict.ok;
}
