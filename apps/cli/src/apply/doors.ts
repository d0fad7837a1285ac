import { answerTo } from '../remote/client.ts';
import { type Client, differing, type Step } from './step.ts';

type PutDoor = Parameters<Client['doors'][':flow'][':node']['$put']>[0]['json'];
type Settings = PutDoor['settings'];

/** By environment, flow and node: who may come in, how, how often. */
export type WantedDoors = Record<string, Record<string, Record<string, Partial<Settings>>>>;
/** By environment: the proxies that are believed, all of them. */
export type WantedProxies = Record<string, Parameters<Client['proxies']['$put']>[0]['json']['proxies']>;

/** Of a door nothing has been said of yet. */
const NOTHING: Settings = {
  ...{ owner: '', domain: '', version: '1', summary: '', deprecatedAt: null, sunsetAt: null, successor: null },
  ways: { apiKey: null, signature: null, token: null, certificate: null },
  ...{ ranges: [], rate: null, quota: null },
};

/** Proxies come first: a door may name one. */
export async function doorSteps(
  api: Client,
  { doors, proxies }: { doors: WantedDoors; proxies: WantedProxies },
  there: ReadonlySet<string>,
): Promise<Step[]> {
  const steps: Step[] = [];
  for (const environment of new Set([...Object.keys(proxies), ...Object.keys(doors)])) {
    const known = there.has(environment)
      ? await answerTo(api.doors.$get({ query: { environment } }))
      : { doors: [], proxies: [] };
    const wanted = proxies[environment];
    if (wanted !== undefined && differing({ all: known.proxies }, { all: wanted }).length > 0) {
      const run = () => answerTo(api.proxies.$put({ json: { environment, proxies: wanted } }));
      const sign = known.proxies.length === 0 ? '+' : '~';
      steps.push({ sign, what: `proxies ${environment}`, fields: wanted.map(({ name }) => name), run });
    }
    for (const [flow, nodes] of Object.entries(doors[environment] ?? {})) {
      for (const [node, want] of Object.entries(nodes)) {
        const now = known.doors.find((one) => one.flow === flow && one.node === node)?.settings ?? null;
        const settings = { ...(now ?? NOTHING), ...want, ways: { ...(now ?? NOTHING).ways, ...want.ways } };
        const fields = now === null ? [] : differing({ ...now }, { ...settings });
        if (now !== null && fields.length === 0) continue;
        const run = () =>
          answerTo(api.doors[':flow'][':node'].$put({ param: { flow, node }, json: { environment, settings } }));
        steps.push({ sign: now === null ? '+' : '~', what: `door ${environment}/${flow}/${node}`, fields, run });
      }
    }
  }
  return steps;
}
