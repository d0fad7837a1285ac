import { serve } from '@throughline/server/serve';

/** A server in a process of its own, to be killed: server.ts JSON. Sends {url, mllpPort} when it is ready. */
const { masterKey, formerKeys, ...options } = JSON.parse(process.argv[2]!) as {
  masterKey: string;
  formerKeys?: string[];
} & Omit<Parameters<typeof serve>[0], 'masterKey' | 'formerKeys' | 'log'>;
const [primary, ...former] = [masterKey, ...(formerKeys ?? [])].map((key) => Buffer.from(key, 'hex'));
const served = await serve({ ...options, masterKey: primary!, formerKeys: former, log: () => {} });
process.send?.({ url: served.url, mllpPort: served.mllpPort });
for (const signal of ['SIGTERM', 'disconnect'] as const) {
  process.once(signal, async () => {
    await served.close();
    process.exit(0);
  });
}
