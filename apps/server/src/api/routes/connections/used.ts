import type { Catalogue } from '@throughline/flow';
import { listPlans, type Store } from '@throughline/store';
import { z } from 'zod';

export const use = z.object({ flow: z.string(), name: z.string(), node: z.string(), nodeName: z.string() });

type Use = z.input<typeof use>;

/** Which live steps of an environment name each connection and each secret. */
export async function usesIn(
  store: Store,
  catalogue: Catalogue,
  environment: string,
): Promise<{ connections: Map<string, Use[]>; secrets: Map<string, Use[]> }> {
  const connections = new Map<string, Use[]>();
  const secrets = new Map<string, Use[]>();
  for (const { flow, name, plan } of await listPlans(store, environment)) {
    for (const step of plan.steps) {
      const definition = catalogue.get(step.type);
      const found = { flow, name, node: step.node, nodeName: step.name };
      for (const one of definition?.connections?.(step.config) ?? []) add(connections, one, found);
      for (const one of definition?.secrets?.(step.config) ?? []) add(secrets, one, found);
    }
  }
  return { connections, secrets };
}

function add(map: Map<string, Use[]>, name: string, found: Use): void {
  map.set(name, [...(map.get(name) ?? []), found]);
}
