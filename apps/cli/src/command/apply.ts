import { readFile } from 'node:fs/promises';
import { Complaint } from '../complaint.ts';
import type { Terminal } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

/** What a server should be like: environments, roles, folders and connections by name, never a secret. */
interface Wanted {
  environments?: Record<string, { title: string; colour: string; protected?: boolean; settings?: object }>;
  /** Roles of one's own, and changed ones. */
  roles?: Record<string, { title: string; sentence: string; permissions: string[] }>;
  /** Flows by the folder they lie in. */
  folders?: Record<string, string[]>;
  connections?: Record<string, Record<string, { type: string; settings: Record<string, unknown>; classes?: string[] }>>;
}

interface Step {
  /** `+` made, `~` changed. */
  sign: '+' | '~';
  what: string;
  fields: string[];
  run: () => Promise<unknown>;
}

type Client = ReturnType<typeof clientOf>;

/**
 * Makes a server's environments, roles, folders and connections what a file says; what the file does not name stays as it is. With `plan`, says what
 * would be done and does nothing. Answers whether there was nothing to do, so that a pipeline can ask for drift.
 */
export async function apply(
  file: string,
  { plan, json }: { plan: boolean; json: boolean },
  server: ServerOptions,
  terminal: Terminal,
): Promise<boolean> {
  const wanted = await read(file);
  const api = clientOf(server);
  const steps = [
    ...(await environmentSteps(api, wanted)),
    ...(await roleSteps(api, wanted)),
    ...(await folderSteps(api, wanted)),
    ...(await connectionSteps(api, wanted)),
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
  try {
    return JSON.parse(text) as Wanted;
  } catch {
    throw new Complaint('usage', `${file} is not JSON.`);
  }
}

async function environmentSteps(api: Client, { environments = {} }: Wanted): Promise<Step[]> {
  const { environments: known } = await answerTo(api.environments.$get());
  const steps: Step[] = [];
  for (const [name, want] of Object.entries(environments)) {
    const whole = { protected: false, settings: {}, ...want };
    type Body = Parameters<Client['environments']['$post']>[0]['json'];
    if (!known.some((one) => one.name === name)) {
      const run = () => answerTo(api.environments.$post({ json: { name, ...whole } as Body }));
      steps.push({ sign: '+', what: `environment ${name}`, fields: [], run });
      continue;
    }
    const { name: _, ...now } = await answerTo(api.environments[':environment'].$get({ param: { environment: name } }));
    const fields = differing(now, whole);
    const run = () =>
      answerTo(api.environments[':environment'].$put({ param: { environment: name }, json: whole as never }));
    if (fields.length > 0) steps.push({ sign: '~', what: `environment ${name}`, fields, run });
  }
  return steps;
}

async function roleSteps(api: Client, { roles = {} }: Wanted): Promise<Step[]> {
  if (Object.keys(roles).length === 0) return [];
  const { roles: known } = await answerTo(api.roles.$get());
  return Object.entries(roles).flatMap(([role, want]): Step[] => {
    const now = known.find(({ name }) => name === role);
    const whole = { ...want, permissions: [...want.permissions].sort() };
    const fields = now === undefined ? [] : differing({ ...now, permissions: [...now.permissions].sort() }, whole);
    if (now !== undefined && fields.length === 0) return [];
    const run = () => answerTo(api.roles[':role'].$put({ param: { role }, json: whole as never }));
    return [{ sign: now === undefined ? '+' : '~', what: `role ${role}`, fields, run }];
  });
}

async function folderSteps(api: Client, { folders = {} }: Wanted): Promise<Step[]> {
  if (Object.keys(folders).length === 0) return [];
  const { flows: known } = await answerTo(api.folders.$get());
  return Object.entries(folders).flatMap(([folder, flows]) =>
    flows.flatMap((flow): Step[] => {
      if (known.some((one) => one.flow === flow && one.folder === folder)) return [];
      const run = () => answerTo(api.flows[':flow'].folder.$put({ param: { flow }, json: { folder } }));
      return [{ sign: '~', what: `flow ${flow}`, fields: [`folder ${folder}`], run }];
    }),
  );
}

async function connectionSteps(api: Client, { environments = {}, connections = {} }: Wanted): Promise<Step[]> {
  const steps: Step[] = [];
  const there = new Set((await answerTo(api.environments.$get())).environments.map(({ name }) => name));
  for (const [environment, wanted] of Object.entries(connections)) {
    if (!there.has(environment) && environments[environment] === undefined)
      throw new Complaint('usage', `The file has connections of ${environment}, which is no environment.`);
    const known = there.has(environment)
      ? (await answerTo(api.connections.$get({ query: { environment } }))).connections
      : [];
    for (const [name, want] of Object.entries(wanted)) {
      const now = known.find((one) => one.name === name);
      const fields =
        now === undefined ? [] : differing({ type: now.type, settings: now.settings, classes: now.classes }, want);
      if (now !== undefined && fields.length === 0) continue;
      const run = () =>
        answerTo(api.connections[':name'].$put({ param: { name }, json: { environment, ...want } as never }));
      steps.push({ sign: now === undefined ? '+' : '~', what: `connection ${environment}/${name}`, fields, run });
    }
  }
  return steps;
}

/** The members that are wanted otherwise than they are. */
function differing(now: Record<string, unknown>, wanted: Record<string, unknown>): string[] {
  return Object.keys(wanted).filter((key) => wanted[key] !== undefined && sorted(now[key]) !== sorted(wanted[key]));
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
