import { parseArgs } from 'node:util';
import { startPartners } from './start.ts';

const { values } = parseArgs({
  options: {
    'inventory-port': { type: 'string', default: '2576' },
    'inventory-http-port': { type: 'string', default: '9201' },
    'billing-port': { type: 'string', default: '9202' },
    'erp-port': { type: 'string', default: '9203' },
    folder: { type: 'string' },
  },
});

try {
  const { close, ...places } = await startPartners({
    inventoryPort: Number(values['inventory-port']),
    inventoryHttpPort: Number(values['inventory-http-port']),
    billingPort: Number(values['billing-port']),
    erpPort: Number(values['erp-port']),
    folder: values.folder,
  });
  console.log(JSON.stringify(places));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
} catch (error) {
  console.error(`The partners did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
