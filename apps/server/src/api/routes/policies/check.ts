import { checkPolicies } from '@throughline/flow';
import { prepareFlow, type Scope } from '@throughline/store';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { environmentName } from '../../fields.ts';
import { aroundOf } from '../../release/around.ts';
import { route } from '../../route.ts';
import { inBodysEnvironment } from '../environments/scope.ts';
import { ofFlow } from '../flows/scope.ts';
import { documentOf, whichDocument } from '../trials/document.ts';
import { finding } from './finding.ts';

interface Wanted {
  params: { flow: string };
  body: { environment?: string | undefined };
}

/** The flow's, and the environment's that it is asked about. */
async function where({ params, body: { environment } }: Wanted, deps: Deps): Promise<Scope | null> {
  const flow = await ofFlow({ params }, deps);
  if (flow === null || environment === undefined) return flow;
  const there = await inBodysEnvironment({ body: { environment } }, deps);
  return there === null ? null : { ...flow, ...there, folder: flow.folder ?? '' };
}

export const checkFlowPolicies = route(
  {
    method: 'post',
    path: '/flows/:flow/policies',
    summary:
      'What the rules of the house say of a document before it is published; with an environment, of running it there',
    permission: 'flow.see',
    where,
    bytes: 24 * 1024 * 1024,
    body: z.strictObject({ ...whichDocument, environment: environmentName.optional() }),
    answer: z.object({ findings: z.array(finding) }),
  },
  async (call) => {
    const { store, publishing, body } = call;
    const document = await documentOf(call.params.flow, body, call);
    const { plan } = await prepareFlow(store, document, publishing);
    if (plan === null) return { findings: [] };
    return { findings: checkPolicies(plan, await aroundOf(store, publishing.catalogue, body.environment ?? null)) };
  },
);
