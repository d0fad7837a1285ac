import { randomBytes } from 'node:crypto';
import { catalogue } from '@throughline/nodes/definitions';
import { createSandbox } from '@throughline/sandbox';
import { openCluster } from '@throughline/server/postgres';
import { serve } from '@throughline/server/serve';
import {
  deploy,
  inTransaction,
  listLive,
  openStore,
  publishFlow,
  saveConnection,
  saveEnvironment,
} from '@throughline/store';
import { documentOf, type FlowUnderTest } from './flows.ts';

/** The server under test, in a process of its own: server.ts FOLDER RECEIVER_URL FLOW_UNDER_TEST. Sends the parts of a
 * Throughline (subject.ts) when it takes messages. */
const [folder, receiver, wanted] = process.argv.slice(2) as [string, string, string];
const document = documentOf(JSON.parse(wanted) as FlowUnderTest);
const cluster = await openCluster({ folder, log: () => {} });
const masterKey = randomBytes(32);
const served = await serve({
  databaseUrl: cluster.url,
  host: '127.0.0.1',
  port: 0,
  mllpPort: 0,
  roles: ['intake', 'worker'],
  dataFolder: folder,
  masterKey,
  demo: false,
  log: () => {},
});
const store = await openStore({ url: cluster.url, masterKey, name: 'bench', max: 1 });
const egress = [{ to: '127.0.0.1', ports: 'any' as const, reason: 'bench' }];
await saveEnvironment(store, {
  name: 'dev',
  title: 'Development',
  colour: 'teal',
  protected: false,
  settings: { egress },
});
await saveConnection(store, {
  environment: 'dev',
  name: 'receiver',
  type: 'http',
  settings: { baseUrl: receiver },
  by: 'bench',
});
const sandbox = createSandbox({ children: 1, loadTable: async () => '{}', log: () => {} });
const { version, problems } = await inTransaction(store, (tx) =>
  publishFlow(
    tx,
    { document, note: 'bench', author: 'bench' },
    { catalogue, contracts: () => undefined, check: (texts) => sandbox.check(texts) },
  ),
);
if (version === null) throw new Error(JSON.stringify(problems));
await deploy(store, { environment: 'dev', flow: document.id, version, by: 'bench' });
const [live] = await listLive(store);
await sandbox.close();
await store.close();
process.send?.({
  url: `${served.url}/in/dev/${document.id}`,
  mllpPort: served.mllpPort,
  databaseUrl: cluster.url,
  masterKey: masterKey.toString('hex'),
  deployment: live!.deployment,
});
process.once('disconnect', async () => {
  await served.close();
  await cluster.close('fast');
  process.exit(0);
});
