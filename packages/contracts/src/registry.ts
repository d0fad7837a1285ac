import { chargeEventV1 } from './charge-event/v1.ts';
import { erpPostingV1 } from './erp-posting/v1.ts';
import { goodsReceiptV1 } from './goods-receipt/v1.ts';
import { inventoryAdjustmentV1 } from './inventory-adjustment/v1.ts';
import { invoiceV1 } from './invoice/v1.ts';
import { itemV1 } from './item/v1.ts';
import { locationV1 } from './location/v1.ts';
import { purchaseOrderV1 } from './purchase-order/v1.ts';
import { remittanceV1 } from './remittance/v1.ts';
import type { Contract } from './schema.ts';
import { supplierV1 } from './supplier/v1.ts';
import { supplyUsageV1 } from './supply-usage/v1.ts';

/** Every contract by id; a version, once here, never changes. */
export const contracts: ReadonlyMap<string, Contract> = new Map(
  [
    supplyUsageV1,
    itemV1,
    supplierV1,
    locationV1,
    chargeEventV1,
    inventoryAdjustmentV1,
    purchaseOrderV1,
    goodsReceiptV1,
    invoiceV1,
    remittanceV1,
    erpPostingV1,
  ].map((one) => [one.id, one]),
);

/** The contract under an id such as `supply-usage@1`, or undefined. */
export function contract(id: string): Contract | undefined {
  return contracts.get(id);
}

/** The newest version of a contract that has a newer one; null for the newest itself, and for what is not known. */
export function replacementOf(id: string): Contract | null {
  const own = contracts.get(id);
  if (own === undefined) return null;
  const same = [...contracts.values()].filter(({ name }) => name === own.name);
  const newest = same.reduce((best, one) => (one.version > best.version ? one : best));
  return newest.version > own.version ? newest : null;
}

/** Every contract, in the order of the supply chain's story. */
export function listContracts(): Contract[] {
  return [...contracts.values()];
}
