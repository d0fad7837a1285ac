import { startBilling } from './billing/billing.ts';
import { type ErpOptions, startErp } from './erp/erp.ts';
import { startInventory } from './inventory/inventory.ts';
import { readMaster } from './master/master.ts';

export interface PartnersOptions {
  /** Ports on loopback; 0 takes any free one. */
  inventoryPort: number;
  /** HTTP beside the MLLP port; any free one when absent. */
  inventoryHttpPort?: number;
  billingPort: number;
  erpPort: number;
  /** Where each keeps `<name>.ledger.jsonl`, on disk before it answers; a restart takes it up again. In memory when absent. */
  folder?: string;
  /** The reference tables the partners share with the hospital; flows/tables when absent. */
  tables?: URL;
  erp?: Partial<ErpOptions>;
}

export interface Partners {
  /** `mllp://127.0.0.1:2576` */
  inventoryMllp: string;
  inventoryMllpPort: number;
  inventoryUrl: string;
  billingUrl: string;
  erpUrl: string;
  close(): Promise<void>;
}

const ERP: ErpOptions = {
  client: { id: 'throughline', secret: 'stand-in-secret' },
  tokenLifeS: 300,
  ratePerS: 3000,
};

/** Starts the three stand-ins. Rejects, with nothing left running, when a port is taken or a table is missing. */
export async function startPartners(options: PartnersOptions): Promise<Partners> {
  const { inventoryPort, inventoryHttpPort = 0, billingPort, erpPort, folder } = options;
  const master = await readMaster(options.tables ?? new URL('../../../flows/tables/', import.meta.url));
  const started = await Promise.allSettled([
    startInventory(inventoryPort, inventoryHttpPort, master, folder),
    startBilling(billingPort, master, folder),
    startErp(erpPort, master, { ...ERP, ...options.erp }, folder),
  ]);
  const close = async () => {
    await Promise.all(started.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
  };
  const [inventory, billing, erp] = started;
  if (inventory.status === 'rejected' || billing.status === 'rejected' || erp.status === 'rejected') {
    await close();
    throw started.find((one) => one.status === 'rejected')?.reason;
  }
  return {
    inventoryMllp: `mllp://127.0.0.1:${inventory.value.mllpPort}`,
    inventoryMllpPort: inventory.value.mllpPort,
    inventoryUrl: inventory.value.url,
    billingUrl: billing.value.url,
    erpUrl: erp.value.url,
    close,
  };
}
