import { createRuns } from '@throughline/nodes/runs';
import { createSandbox } from '@throughline/sandbox';
import { loadTable, type Publishing, type Store } from '@throughline/store';
import type { Logger } from 'pino';
import { createDryRun, type DryRun } from '../dryrun/dryrun.ts';
import { createPlayFixtures, type PlayFixtures } from '../dryrun/fixtures.ts';
import { maskedRuns } from '../worker/masked.ts';
import { createReaches } from '../worker/reach.ts';
import { publishingWith } from './publishing.ts';

/** What drawing and trying flows takes: a sandbox apart from the worker's, so that a loop in a draft holds up no message. */
export interface Designing {
  publishing: Publishing;
  dryRun: DryRun;
  play: PlayFixtures;
  close(): Promise<void>;
}

export async function openDesigning(store: Store, fileRoot: string, log: Logger): Promise<Designing> {
  const sandbox = createSandbox({
    children: 1,
    loadTable: ({ id }) => loadTable(store, id),
    log: (event) => log.info({ event }, 'sandbox of the designer'),
  });
  const publishing = publishingWith(sandbox);
  const runs = createRuns();
  const reaches = await createReaches(store, fileRoot, (error) => log.error({ err: error }, 'reach'));
  const partners = {
    runs: maskedRuns(runs),
    async reach(environment: string) {
      await reaches.know({ environment });
      return reaches.of({ environment });
    },
  };
  return {
    publishing,
    dryRun: createDryRun({ store, sandbox, publishing, partners }),
    play: createPlayFixtures(sandbox),
    async close() {
      reaches.close();
      await Promise.all([runs.close(), sandbox.close()]);
    },
  };
}
