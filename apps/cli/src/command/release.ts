import type { Client } from '../code/kind.ts';
import { Complaint } from '../complaint.ts';
import type { Terminal } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

export interface ReleaseOptions {
  environment: string;
  title: string;
  note: string;
  /** None: everything that is live there. */
  flow: string[];
  tables: 'content' | 'columns';
  json: boolean;
}

/** Makes a release of what runs in an environment; the same content is the same release. */
export async function release(options: ReleaseOptions, server: ServerOptions, terminal: Terminal): Promise<void> {
  const { environment, title, note, tables } = options;
  const flows = options.flow.length === 0 ? null : options.flow;
  const made = await answerTo(clientOf(server).releases.$post({ json: { environment, title, note, tables, flows } }));
  if (options.json) terminal.out(JSON.stringify(made));
  else terminal.out(`${made.made ? 'made   ' : 'same   '} release ${made.number} (${made.id.slice(0, 12)})`);
}

export interface PromoteOptions {
  to: string;
  reason: string;
  /** Percent of the messages that go first. */
  share?: string;
  /** `path=value`: messages that go first. */
  where?: string;
  /** Look only: what would change, and what stands in the way. */
  plan: boolean;
  json: boolean;
}

/** Brings a release into an environment, or says what that would change. Answers whether nothing stands in the way. */
export async function promote(
  named: string,
  options: PromoteOptions,
  server: ServerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const api = clientOf(server);
  const param = { release: named };
  if (options.plan) {
    const preview = await answerTo(
      api.releases[':release'].preview.$get({ param, query: { environment: options.to } }),
    );
    if (options.json) terminal.out(JSON.stringify(preview));
    else {
      for (const flow of preview.flows) {
        const from = flow.before === null ? 'not there' : `version ${flow.before}`;
        terminal.out(`${flow.change.padEnd(9)}  ${flow.id}: ${from} → version ${flow.after}`);
      }
      for (const { name, change, rows } of preview.tables.filter((table) => table.change !== 'same')) {
        const counts = rows === null ? '' : `: ${rows.create} new, ${rows.update} changed, ${rows.remove} gone`;
        terminal.out(`${change.padEnd(9)}  table ${name}${counts}`);
      }
      for (const check of preview.checks) {
        terminal.out(`${check.state.padEnd(9)}  ${check.title}: ${check.sentence}`);
        for (const { severity, flow, node, sentence, code } of check.findings) {
          terminal.out(`           ${severity} ${[flow, node].filter(Boolean).join('/')}: ${sentence} [${code}]`);
        }
      }
    }
    return preview.checks.every(({ state }) => state !== 'failed');
  }
  const rollout = rolloutOf(options);
  const json = { environment: options.to, reason: options.reason, rollout };
  const { id, state } = await answerTo(api.releases[':release'].promotions.$post({ param, json }));
  if (options.json) terminal.out(JSON.stringify({ id, state }));
  else
    terminal.out(
      state === 'waiting' ? `waiting  for somebody to approve it in ${options.to}` : `${state}  in ${options.to}`,
    );
  return true;
}

function rolloutOf({ share, where }: PromoteOptions) {
  if (share !== undefined) {
    const part = Number(share.replace('%', '')) / 100;
    if (!(part > 0 && part <= 1)) throw new Complaint('usage', 'A share is a percentage, such as --share 10.');
    return { rule: { kind: 'share' as const, share: part }, guard: {} };
  }
  if (where === undefined) return null;
  const [, path, values] = /^([^=]+)=(.+)$/.exec(where) ?? [];
  if (path === undefined || values === undefined)
    throw new Complaint('usage', 'Say which messages go first as --where facility=EAST,WEST.');
  return { rule: { kind: 'attribute' as const, path, values: values.split(',') }, guard: {} };
}

/** Goes back to the release that was live before, or to an earlier one, by its number. */
export async function rollBack(
  options: { environment: string; to?: string; reason: string; json: boolean },
  server: ServerOptions,
  terminal: Terminal,
): Promise<void> {
  const param = { environment: options.environment };
  const api = clientOf(server).environments[':environment'];
  const to = options.to === undefined ? null : await earlier(api.promotions.$get({ param }), options.to);
  const back = await answerTo(api['roll-back'].$post({ param, json: { to, reason: options.reason } }));
  if (options.json) terminal.out(JSON.stringify(back));
  else terminal.out(`back     to release ${back.release.slice(0, 12)} in ${options.environment}`);
}

/** The promotion by which a release was live there before. */
async function earlier(
  asked: ReturnType<Client['environments'][':environment']['promotions']['$get']>,
  wanted: string,
) {
  const { promotions } = await answerTo(asked);
  const found = promotions.find(
    ({ state, number, release }) => state === 'replaced' && (String(number) === wanted || release.startsWith(wanted)),
  );
  if (found !== undefined) return found.id;
  throw new Complaint('usage', `Release ${wanted} was not live there before; a release may go there by promote.`);
}
