import { readFile } from 'node:fs/promises';
import { clientSteps, type WantedClients } from '../apply/clients.ts';
import { connectionSteps, type WantedConnections } from '../apply/connections.ts';
import { doorSteps, type WantedDoors, type WantedProxies } from '../apply/doors.ts';
import { environmentSteps, environmentsThere, type WantedEnvironments } from '../apply/environments.ts';
import { folderSteps, roleSteps, type WantedFolders, type WantedRoles } from '../apply/rights.ts';
import { Complaint } from '../complaint.ts';
import type { Terminal } from '../print.ts';
import { clientOf, type ServerOptions } from '../remote/client.ts';

/** What a server should be like, by name; never a secret, a key or a password. */
interface Wanted {
  environments?: WantedEnvironments;
  roles?: WantedRoles;
  folders?: WantedFolders;
  connections?: WantedConnections;
  proxies?: WantedProxies;
  doors?: WantedDoors;
  clients?: WantedClients;
}

const PARTS = ['environments', 'roles', 'folders', 'connections', 'proxies', 'doors', 'clients'];

/**
 * Makes a server what a file says: its environments, roles, folders, connections, doors and clients; what the file does not name stays as
 * it is. With `plan`, says what would be done and does nothing. Answers whether there was nothing to do, so that a pipeline can ask for drift.
 */
export async function apply(
  file: string,
  { plan, json }: { plan: boolean; json: boolean },
  server: ServerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const wanted = await read(file);
  const { environments = {}, connections = {}, proxies = {}, doors = {}, clients = {} } = wanted;
  const api = clientOf(server);
  const there = await environmentsThere(api, environments, { connections, proxies, doors, clients });
  const steps = [
    ...(await environmentSteps(api, environments)),
    ...(await roleSteps(api, wanted.roles ?? {})),
    ...(await folderSteps(api, wanted.folders ?? {})),
    ...(await connectionSteps(api, connections, there)),
    ...(await doorSteps(api, { doors, proxies }, there)),
    ...(await clientSteps(api, clients, there)),
  ];
  if (json) terminal.out(JSON.stringify(steps.map(({ sign, what, fields }) => ({ sign, what, fields }))));
  for (const step of steps) {
    if (!json) terminal.out(`${step.sign} ${step.what}${step.fields.length > 0 ? `: ${step.fields.join(', ')}` : ''}`);
    if (!plan) await step.run();
  }
  if (!json && steps.length === 0) terminal.out('Nothing differs.');
  return steps.length === 0 || !plan;
}

async function read(file: string): Promise<Wanted> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Complaint('usage', `There is no file ${file}.`);
  });
  const wanted = parsed(text);
  if (wanted === null) throw new Complaint('usage', `${file} is not a JSON object.`);
  const stray = Object.keys(wanted).find((name) => !PARTS.includes(name));
  if (stray === undefined) return wanted;
  throw new Complaint('usage', `${file} has ${stray}; a file may have ${PARTS.join(', ')}.`);
}

function parsed(text: string): Wanted | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
