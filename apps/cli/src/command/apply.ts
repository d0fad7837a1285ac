import { readFile } from 'node:fs/promises';
import { Complaint } from '../complaint.ts';
import type { Terminal } from '../print.ts';
import { answerTo, clientOf, type ServerOptions } from '../remote/client.ts';

/** What a server should be like: environments and connections by name, never a secret. */
interface Wanted {
  environments?: Record<string, { title: string; colour: string; protected?: boolean; settings?: object }>;
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
 * Makes a server's environments and connections what a file says; what the file does not name stays as it is. With `plan`, says what
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
  const steps = [...(await environmentSteps(api, wanted)), ...(await connectionSteps(api, wanted))];
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
