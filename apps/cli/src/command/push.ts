import type { Kind } from '../code/kind.ts';
import { pushThings, thingsOf } from '../code/things.ts';
import { findFlows } from '../flow/folder.ts';
import { problemLines, type Terminal } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

export interface PushOptions {
  flows: string;
  note: string;
  /** Make the new version live in this environment. */
  deploy?: string;
  /** Beside the flows. */
  with: Kind[];
  environment: string;
}

/** Publishes flows from files as the next version of each. Answers whether all of them were. */
export async function push(
  wanted: readonly string[],
  options: PushOptions,
  server: ServerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const api = clientOf(server);
  const further = options.with.filter((kind) => kind !== 'releases');
  let all = await pushThings(await thingsOf(api, further, options), terminal);
  for (const { name, document, problems: found } of await findFlows(options.flows, wanted)) {
    if (document === null) {
      for (const line of problemLines(name, found)) terminal.out(line);
      all = false;
      continue;
    }
    const flow = document.id;
    const json = { document: document as unknown as Record<string, unknown>, note: options.note };
    const { version, problems } = await answerTo(api.flows[':flow'].versions.$post({ param: { flow }, json }));
    for (const line of problemLines(flow, problems)) terminal.out(line);
    if (version === null) {
      all = false;
      continue;
    }
    terminal.out(`published  ${flow} version ${version}`);
    if (options.deploy === undefined) continue;
    await answerTo(api.flows[':flow'].live.$put({ param: { flow }, json: { environment: options.deploy, version } }));
    terminal.out(`live       ${flow} version ${version} in ${options.deploy}`);
  }
  const releases = options.with.filter((kind) => kind === 'releases');
  return (await pushThings(await thingsOf(api, releases, options), terminal)) && all;
}
