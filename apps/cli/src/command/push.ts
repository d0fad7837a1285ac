import { canonical, type FlowDocument } from '@throughline/flow';
import type { Client, Kind } from '../code/kind.ts';
import { pushThings, thingsOf } from '../code/things.ts';
import { findFlows } from '../flow/folder.ts';
import { calledFirst, callsOf } from '../flow/order.ts';
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

/**
 * Publishes flows from files as the next version of each, those first that others call; one that says the same already, and calls none
 * that was published now, stays as it is. Answers whether all of them were well.
 */
export async function push(
  wanted: readonly string[],
  options: PushOptions,
  server: ServerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const api = clientOf(server);
  const further = options.with.filter((kind) => kind !== 'releases');
  let all = await pushThings(await thingsOf(api, further, options), terminal);
  const found = await findFlows(options.flows, wanted);
  for (const { name, problems } of found.filter(({ document }) => document === null)) {
    for (const line of problemLines(name, problems)) terminal.out(line);
    all = false;
  }
  const { flows } = await answerTo(api.flows.$get({ query: { environment: options.deploy ?? options.environment } }));
  const fresh = new Set<string>();
  for (const document of calledFirst(found.flatMap((one) => one.document ?? []))) {
    const flow = document.id;
    const there = flows.find(({ id }) => id === flow);
    const isSame =
      !callsOf(document).some((id) => fresh.has(id)) && (await isPublished(api, document, there?.version ?? null));
    const version = isSame ? there!.version : await publish(api, document, options.note, terminal);
    if (version === null) {
      all = false;
      continue;
    }
    if (isSame) terminal.out(`same       ${flow} version ${version}`);
    else fresh.add(flow);
    if (options.deploy === undefined || (there?.live?.active && there.live.version === version)) continue;
    await answerTo(api.flows[':flow'].live.$put({ param: { flow }, json: { environment: options.deploy, version } }));
    terminal.out(`live       ${flow} version ${version} in ${options.deploy}`);
  }
  const releases = options.with.filter((kind) => kind === 'releases');
  return (await pushThings(await thingsOf(api, releases, options), terminal)) && all;
}

async function isPublished(api: Client, document: FlowDocument, version: number | null): Promise<boolean> {
  if (version === null) return false;
  const param = { flow: document.id, version: String(version) };
  const known = await answerTo(api.flows[':flow'].versions[':version'].$get({ param }));
  return canonical(known.document) === canonical(document);
}

/** The number of the new version; null where problems keep it from being published. */
async function publish(api: Client, document: FlowDocument, note: string, terminal: Terminal): Promise<number | null> {
  const flow = document.id;
  const json = { document: document as unknown as Record<string, unknown>, note };
  const { version, problems } = await answerTo(api.flows[':flow'].versions.$post({ param: { flow }, json }));
  for (const line of problemLines(flow, problems)) terminal.out(line);
  if (version !== null) terminal.out(`published  ${flow} version ${version}`);
  return version;
}
