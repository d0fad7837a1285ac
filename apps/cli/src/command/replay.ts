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
  version: 'as-run' | 'live';
  repeat: boolean;
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
  const started = await answerTo(api.replays.$post({ json: { ...json, reason } }));
  if (options.json) terminal.out(JSON.stringify(started));
  else {
    terminal.out(`Replay ${started.id}: ${count(started.started, 'message')} on their way.`);
    if (started.expired.length > 0)
      terminal.out(`${count(started.expired.length, 'message')} past retention could not be replayed.`);
    printDestinations(started.destinations, terminal);
  }
  return started.started > 0;
}

function selectionOf(
  ids: readonly string[],
  { environment, flow, code, node, run, from, version, repeat }: ReplayOptions,
) {
  const start = from === 'received' || from === 'stopped' ? (from as 'received' | 'stopped') : { node: from };
  const how = { environment, from: start, version, repeat };
  if (run.length > 0) return { ...how, runs: run };
  const quarantine = {
    ...(flow === undefined ? {} : { flow }),
    ...(code === undefined ? {} : { code }),
    ...(node === undefined ? {} : { node }),
    ...(ids.length === 0 ? {} : { ids: [...ids] }),
  };
  return { ...how, quarantine };
}

function printDestinations(
  destinations: readonly { destination: string; sends: number; confirmed: number }[],
  terminal: Terminal,
): void {
  const rows = destinations.map(({ destination, sends, confirmed }) => [destination, sends, confirmed]);
  if (rows.length > 0) terminal.out(table(['destination', 'may be sent', 'confirmed before'], rows));
}
