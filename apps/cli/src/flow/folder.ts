import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type FlowDocument, type Problem, parseDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { Complaint } from '../complaint.ts';

/** A flow as files: `<folder>/flow.json`, and beside it its messages and what is expected of them. */
export interface FlowFolder {
  /** Absolute. */
  folder: string;
  name: string;
  document: FlowDocument | null;
  problems: Problem[];
}

/**
 * The flows a person means: names below the flows folder, folders, or flow.json files; none: every flow there is. Throws Complaint
 * for one that is not there.
 */
export async function findFlows(flows: string, wanted: readonly string[]): Promise<FlowFolder[]> {
  const folders = wanted.length > 0 ? await Promise.all(wanted.map((one) => locate(flows, one))) : await all(flows);
  return Promise.all(folders.map(readFlow));
}

/** Documents by id, for flows that call others. */
export function resolverOf(flows: readonly FlowFolder[]): (id: string) => FlowDocument | undefined {
  const byId = new Map(flows.flatMap(({ document }) => (document === null ? [] : [[document.id, document] as const])));
  return (id) => byId.get(id);
}

async function readFlow(folder: string): Promise<FlowFolder> {
  const { document, problems } = parseDocument(await readFile(join(folder, 'flow.json'), 'utf8'), catalogue);
  return { folder, name: basename(folder), document, problems };
}

async function all(flows: string): Promise<string[]> {
  const entries = await readdir(flows, { withFileTypes: true }).catch(() => {
    throw new Complaint('usage', `There is no folder ${flows}; say where flows are with --flows.`);
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(flows, entry.name));
  const withFlow = await Promise.all(
    folders.map(async (folder) => ((await isFile(join(folder, 'flow.json'))) ? folder : null)),
  );
  return withFlow.filter((folder) => folder !== null).sort();
}

async function locate(flows: string, wanted: string): Promise<string> {
  const places = wanted.endsWith('.json') ? [dirname(resolve(wanted))] : [resolve(wanted), join(flows, wanted)];
  for (const place of places) if (await isFile(join(place, 'flow.json'))) return place;
  throw new Complaint(
    'usage',
    `There is no flow ${wanted}: neither a folder with a flow.json nor a name below ${flows}.`,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
