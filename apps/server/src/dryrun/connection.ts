import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '@throughline/engine';
import { createRuns, type Trial } from '@throughline/nodes/runs';
import { listEnvironments, newId, type Store } from '@throughline/store';

/** Reaches for a system as the worker would, through the same guard, and changes nothing there. */
export interface ConnectionTrials {
  try(environment: string, connection: Connection): Promise<Trial>;
  close(): Promise<void>;
}

export function createConnectionTrials(store: Store, fileRoot: string): ConnectionTrials {
  const runs = createRuns();
  return {
    async try(environment, connection) {
      const known = (await listEnvironments(store)).find(({ name }) => name === environment);
      const folder = join(fileRoot, environment);
      await mkdir(folder, { recursive: true, mode: 0o750 });
      const reach = {
        connection: async () => connection,
        allow: known?.settings.egress ?? [],
        fileRoot: folder,
        cache: { get: () => undefined, set: () => {} },
      };
      const id = newId();
      return runs.tryConnection(connection, reach, {
        messageId: id,
        runId: id,
        correlationId: id,
        environment,
        flow: 'try-connection',
        version: 0,
        acceptedAt: new Date().toISOString(),
        keys: {},
        trigger: { node: 'try', type: 'trigger.manual', contentType: 'application/json', headers: {}, params: {} },
      });
    },
    close: () => runs.close(),
  };
}
