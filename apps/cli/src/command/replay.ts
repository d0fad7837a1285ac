import { readFile } from 'node:fs/promises';
import { Complaint } from '../complaint.ts';
import { count, type Terminal, table } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

export interface ReplayOptions {
  environment: string;
  flow?: string;
  code?: string;
  node?: string;
  /** Ids of runs, whatever became of them; else what is quarantined. */
  run: string[];
  from: string;
  /** `as-run`, `live`, or the number of a candidate. */
  version: string;
  repeat: boolean;
  /** A file with the edited copy of the one message. */
  edited?: string;
  reason?: string;
  dryRun: boolean;
  json: boolean;
}

/** Plans a replay, and starts it unless it is a dry run. Answers whether there was anything to replay. */
export async function replay(
  ids: readonly string[],
  options: ReplayOptions,
  server: ServerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const api = clientOf(server);
  const json = selectionOf(ids, options);
  if (options.dryRun) {
    const plan = await answerTo(api.replays.plan.$post({ json }));
    if (options.json) terminal.out(JSON.stringify(plan));
    else {
      terminal.out(`${count(plan.count, 'message')} would be replayed; nothing has been changed.`);
      printLeft(plan.left, terminal);
      if (plan.count > 0) {
        terminal.out(
          table(
            ['flow', 'stopped at', 'message', 'source', 'confirmed'],
            plan.messages.map((one) => [
              one.flow,
              one.node ?? '-',
              one.message,
              one.source,
              one.confirmed.join(' ') || '-',
            ]),
          ),
        );
        terminal.out('');
        printDestinations(plan.destinations, terminal);
      }
    }
    return plan.count > 0;
  }
  const { reason } = options;
  if (reason === undefined)
    throw new Complaint('usage', 'Say why with --reason: it is kept with the replay. Look first with --dry-run.');
  const copy = options.edited === undefined ? {} : { edited: await readCopy(options.edited) };
  const started = await answerTo(api.replays.$post({ json: { ...json, reason, ...copy } }));
  // Many are worked through behind the answer.
  const underWay = started.state === 'done' ? started.started : started.total;
  if (options.json) terminal.out(JSON.stringify(started));
  else {
    terminal.out(`Replay ${started.id}: ${count(underWay, 'message')} on their way.`);
    printLeft(started.left, terminal);
    if (started.expired.length > 0)
      terminal.out(`${count(started.expired.length, 'message')} past retention could not be replayed.`);
    printDestinations(started.destinations, terminal);
  }
  return underWay > 0;
}

function selectionOf(
  ids: readonly string[],
  { environment, flow, code, node, run, from, version, repeat }: ReplayOptions,
) {
  const start = from === 'received' || from === 'stopped' ? (from as 'received' | 'stopped') : { node: from };
  const how = { environment, from: start, version: versionOf(version), repeat };
  if (run.length > 0) return { ...how, runs: run };
  const quarantine = {
    ...(flow === undefined ? {} : { flow }),
    ...(code === undefined ? {} : { code }),
    ...(node === undefined ? {} : { node }),
    ...(ids.length === 0 ? {} : { ids: [...ids] }),
  };
  return { ...how, quarantine };
}

function versionOf(text: string): 'as-run' | 'live' | number {
  if (text === 'as-run' || text === 'live') return text;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Complaint('usage', '--version is as-run, live, or the number of a published version.');
}

function readCopy(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new Complaint('usage', `There is no file ${path}.`);
  });
}

const WHY = {
  expired: 'its content is past retention',
  unreached: 'it never came to that step',
  ambiguous: 'it came to that step as more than one message; start before it',
  elsewhere: 'that step does not lead to everything it still owes',
};

function printLeft(left: readonly { source: string; why: keyof typeof WHY }[], terminal: Terminal): void {
  for (const { source, why } of left) terminal.out(`left out  ${source}: ${WHY[why]}`);
}

function printDestinations(
  destinations: readonly { destination: string; sends: number; confirmed: number }[],
  terminal: Terminal,
): void {
  const rows = destinations.map(({ destination, sends, confirmed }) => [destination, sends, confirmed]);
  if (rows.length > 0) terminal.out(table(['destination', 'may be sent', 'confirmed before'], rows));
}
