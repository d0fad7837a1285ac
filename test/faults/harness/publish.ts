import { contract } from '@throughline/contracts';
import type { FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { createSandbox } from '@throughline/sandbox';
import { deploy, inTransaction, publishFlow, type Store } from '@throughline/store';

/** Publishes flows and makes them live in dev; answers their versions. */
export async function publish(store: Store, documents: readonly FlowDocument[]): Promise<number[]> {
  const sandbox = createSandbox({ children: 1, loadTable: async () => '{}', log: () => {} });
  const publishing = {
    catalogue,
    contracts: (name: string) => contract(name)?.schema,
    check: (texts: Parameters<typeof sandbox.check>[0]) => sandbox.check(texts),
  };
  const versions: number[] = [];
  try {
    for (const document of documents) {
      const { version, problems } = await inTransaction(store, (tx) =>
        publishFlow(tx, { document, note: 'faults', author: 'faults' }, publishing),
      );
      if (version === null) throw new Error(problems.map(({ node, sentence }) => `${node}: ${sentence}`).join('\n'));
      await deploy(store, { environment: 'dev', flow: document.id, version, by: 'faults' });
      versions.push(version);
    }
  } finally {
    await sandbox.close();
  }
  return versions;
}
