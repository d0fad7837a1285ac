import { answerTo } from '../remote/client.ts';
import { type Client, differing, type Step } from './step.ts';

interface Access {
  flow: string;
  node: string;
  rate?: { calls: number; seconds: number } | null;
  quota?: { calls: number; per: 'day' | 'month' } | null;
}

/** By environment and name: partners' programs and the doors they may come in by; never a key. */
export type WantedClients = Record<
  string,
  Record<string, { contact?: string; note?: string; active?: boolean; doors?: Access[] }>
>;

export async function clientSteps(api: Client, clients: WantedClients, there: ReadonlySet<string>): Promise<Step[]> {
  const steps: Step[] = [];
  for (const [environment, wanted] of Object.entries(clients)) {
    const known = there.has(environment) ? (await answerTo(api.clients.$get({ query: { environment } }))).clients : [];
    for (const [name, { active, doors, ...want }] of Object.entries(wanted)) {
      const now = known.find((one) => one.name === name);
      const asked = { ...want, ...(doors === undefined ? {} : { doors: inOrder(doors) }) };
      const what = `client ${environment}/${name}`;
      if (now === undefined) {
        const run = async () => {
          const { id } = await answerTo(api.clients.$post({ json: { environment, name, ...asked } }));
          if (active === false) await answerTo(api.clients[':id'].$put({ param: { id }, json: { active } }));
        };
        steps.push({ sign: '+', what, fields: [], run });
        continue;
      }
      const json = { ...asked, ...(active === undefined ? {} : { active }) };
      const fields = differing({ ...now, doors: inOrder(now.doors) }, json);
      const run = () => answerTo(api.clients[':id'].$put({ param: { id: now.id }, json }));
      if (fields.length > 0) steps.push({ sign: '~', what, fields, run });
    }
  }
  return steps;
}

/** As the server keeps them: limits that are not named are the door's. */
function inOrder(doors: readonly Access[]) {
  return doors
    .map(({ flow, node, rate = null, quota = null }) => ({ flow, node, rate, quota }))
    .sort((a, b) => `${a.flow}/${a.node}`.localeCompare(`${b.flow}/${b.node}`));
}
