import { Complaint } from '../complaint.ts';
import { answerTo } from '../remote/client.ts';
import { type Client, differing, type Step } from './step.ts';

export type WantedEnvironments = Record<
  string,
  { title: string; colour: string; protected?: boolean; settings?: object }
>;

export async function environmentSteps(api: Client, environments: WantedEnvironments): Promise<Step[]> {
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

/** Which environments there are. Throws Complaint where the file says something of one that is neither there nor made by it. */
export async function environmentsThere(
  api: Client,
  environments: WantedEnvironments,
  said: Record<string, Record<string, unknown> | undefined>,
): Promise<ReadonlySet<string>> {
  const there = new Set((await answerTo(api.environments.$get())).environments.map(({ name }) => name));
  for (const [what, byEnvironment = {}] of Object.entries(said)) {
    const unknown = Object.keys(byEnvironment).find((name) => !there.has(name) && environments[name] === undefined);
    if (unknown !== undefined)
      throw new Complaint('usage', `The file has ${what} of ${unknown}, which is no environment.`);
  }
  return there;
}
