import { parseArgs } from 'node:util';
import { startPartners } from './start.ts';

const { values } = parseArgs({
  options: {
    'inventory-port': { type: 'string', default: '2576' },
    'inventory-http-port': { type: 'string', default: '9201' },
    'billing-port': { type: 'string', default: '9202' },
    'erp-port': { type: 'string', default: '9203' },
    /** Where one of the ports is taken, any free ones do. */
    'any-port': { type: 'boolean', default: false },
    folder: { type: 'string' },
  },
});

const usual = {
  inventoryPort: Number(values['inventory-port']),
  inventoryHttpPort: Number(values['inventory-http-port']),
  billingPort: Number(values['billing-port']),
  erpPort: Number(values['erp-port']),
};
const anyPort = { inventoryPort: 0, inventoryHttpPort: 0, billingPort: 0, erpPort: 0 };

try {
  const { close, ...places } = await open();
  console.log(JSON.stringify(places));
  process.send?.(places);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(close));
  // Started by a server: when it is gone, however it went, so are we.
  process.once('disconnect', () => void stop(close));
} catch (error) {
  console.error(`The partners did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function stop(close: () => Promise<void>): Promise<void> {
  await close();
  process.exit(0);
}

async function open() {
  const { folder } = values;
  try {
    return await startPartners({ ...usual, folder });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken || !values['any-port']) throw error;
    return startPartners({ ...anyPort, folder });
  }
}
