import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonical } from '@throughline/flow';
import type { Kind } from '../code/kind.ts';
import { pullThings, thingsOf } from '../code/things.ts';
import { count, type Terminal } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

export interface PullOptions {
  flows: string;
  /** The document being edited, rather than the version published last. */
  draft: boolean;
  /** Beside the flows. */
  with: Kind[];
  environment: string;
}

/** Writes flows of a server as `<flows>/<id>/flow.json`; none named: all of them. What lies beside a flow stays as it is. */
export async function pull(
  wanted: readonly string[],
  { flows, draft, with: further, environment }: PullOptions,
  server: ServerOptions,
  terminal: Terminal,
): Promise<void> {
  const api = clientOf(server);
  const ids =
    wanted.length > 0 ? wanted : (await answerTo(api.flows.$get({ query: { environment } }))).flows.map(({ id }) => id);
  let changed = 0;
  for (const flow of ids) {
    const { versions } = await answerTo(api.flows[':flow'].versions.$get({ param: { flow } }));
    const newest = versions[0]?.version;
    const { document } =
      draft || newest === undefined
        ? await answerTo(api.flows[':flow'].$get({ param: { flow } }))
        : await answerTo(api.flows[':flow'].versions[':version'].$get({ param: { flow, version: String(newest) } }));
    const text = canonical(document);
    const path = join(flows, flow, 'flow.json');
    if (text === (await readFile(path, 'utf8').catch(() => null))) {
      terminal.out(`same   ${path}`);
      continue;
    }
    await mkdir(join(flows, flow), { recursive: true });
    await writeFile(path, text);
    changed++;
    terminal.out(`wrote  ${path} (${draft || newest === undefined ? 'draft' : `version ${newest}`})`);
  }
  await pullThings(await thingsOf(api, further, { flows, environment, note: '' }), terminal);
  terminal.out(`${count(ids.length, 'flow')}, ${changed} changed`);
}
