import { findFlows } from '../flow/folder.ts';
import { problemLines, type Terminal } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

export interface PushOptions {
  flows: string;
  note: string;
  /** Make the new version live in this environment. */
  deploy?: string;
}

/** Publishes flows from files as the next version of each. Answers whether all of them were. */
export async function push(
  wanted: readonly string[],
  options: PushOptions,
  server: ServerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const api = clientOf(server);
  let all = true;
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
  return all;
}
