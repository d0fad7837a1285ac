import { connectionTypes } from '@throughline/nodes/definitions';
import { answerTo } from '../remote/client.ts';
import { type Client, differing, type Step } from './step.ts';

/** By environment and name; never a secret. */
export type WantedConnections = Record<
  string,
  Record<string, { type: string; settings: Record<string, unknown>; classes?: string[] }>
>;

export async function connectionSteps(
  api: Client,
  connections: WantedConnections,
  there: ReadonlySet<string>,
): Promise<Step[]> {
  const steps: Step[] = [];
  for (const [environment, wanted] of Object.entries(connections)) {
    const known = there.has(environment)
      ? (await answerTo(api.connections.$get({ query: { environment } }))).connections
      : [];
    for (const [name, want] of Object.entries(wanted)) {
      const now = known.find((one) => one.name === name);
      const fields =
        now === undefined
          ? []
          : differing({ type: now.type, settings: now.settings, classes: now.classes }, whole(want));
      if (now !== undefined && fields.length === 0) continue;
      const run = () =>
        answerTo(api.connections[':name'].$put({ param: { name }, json: { environment, ...want } as never }));
      steps.push({ sign: now === undefined ? '+' : '~', what: `connection ${environment}/${name}`, fields, run });
    }
  }
  return steps;
}

/** With the defaults of its kind, as the server keeps it; what does not fit is left for the server to refuse. */
function whole(want: WantedConnections[string][string]): WantedConnections[string][string] {
  const parsed = connectionTypes.get(want.type)?.settings.safeParse(want.settings);
  return parsed?.success ? { ...want, settings: parsed.data } : want;
}
