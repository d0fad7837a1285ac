import { serve } from '@throughline/server/serve';

/** A server in a process of its own, to be killed: server.ts JSON. Sends {url, mllpPort} when it is ready. */
const { masterKey, ...options } = JSON.parse(process.argv[2]!) as { masterKey: string } & Omit<
  Parameters<typeof serve>[0],
  'masterKey' | 'log'
>;
const served = await serve({ ...options, masterKey: Buffer.from(masterKey, 'hex'), log: () => {} });
process.send?.({ url: served.url, mllpPort: served.mllpPort });
for (const signal of ['SIGTERM', 'disconnect'] as const) {
  process.once(signal, async () => {
    await served.close();
    process.exit(0);
  });
}
