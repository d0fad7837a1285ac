import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonical } from '@throughline/flow';
import type { Kind } from '../code/kind.ts';
import { thingsOf } from '../code/things.ts';
import { findFlows } from '../flow/folder.ts';
import type { Terminal } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

export interface CompareOptions {
  flows: string;
  with: Kind[];
  environment: string;
  json: boolean;
}

/** What differs between the files here and a server. Answers whether nothing does. */
export async function compareWithServer(
  options: CompareOptions,
  server: ServerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const api = clientOf(server);
  const found: { path: string; differences: string[] }[] = [];
  const { flows } = await answerTo(api.flows.$get({ query: { environment: options.environment } }));
  for (const { id, version } of flows) {
    const path = join(options.flows, id, 'flow.json');
    const text = await readFile(path, 'utf8').catch(() => null);
    if (version === null) continue;
    const param = { flow: id, version: String(version) };
    const { document } = await answerTo(api.flows[':flow'].versions[':version'].$get({ param }));
    if (text === null) found.push({ path, differences: ['not in the files'] });
    else if (text !== canonical(document)) found.push({ path, differences: [`other than version ${version}`] });
  }
  for (const { folder, document } of await findFlows(options.flows, [])) {
    if (document === null)
      found.push({ path: join(folder, 'flow.json'), differences: ['not a flow that can be read'] });
    else if (!flows.some(({ id, version }) => id === document.id && version !== null))
      found.push({ path: join(folder, 'flow.json'), differences: ['not on the server'] });
  }
  const things = await thingsOf(api, options.with, { ...options, note: '' });
  found.push(...things.filter(({ differences }) => differences.length > 0));
  if (options.json) terminal.out(JSON.stringify(found.map(({ path, differences }) => ({ path, differences }))));
  else for (const { path, differences } of found) terminal.out(`~ ${path}: ${differences.join('; ')}`);
  if (!options.json && found.length === 0) terminal.out('Nothing differs.');
  return found.length === 0;
}
