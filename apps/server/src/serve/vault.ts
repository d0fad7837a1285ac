import { StoreError } from '@throughline/store';
import { request } from 'undici';

export interface VaultSettings {
  /** `https://vault.hospital.example:8200`. */
  address: string;
  token: string;
  namespace?: string;
}

const LIMIT_MS = 5_000;
const KEPT_MS = 30_000;
const REFERENCE = /^([A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+)#([A-Za-z0-9_.-]+)$/;

/**
 * Reads secrets from HashiCorp Vault's KV version 2. A reference is `mount/path/of/it#field`. Values are kept for half a minute, so that
 * a burst of deliveries asks once. Throws StoreError `vault_failed`, which names the reference and never what was answered.
 */
export function createVault({ address, token, namespace }: VaultSettings): (reference: string) => Promise<string> {
  const kept = new Map<string, { at: number; value: Promise<string> }>();

  async function read(reference: string): Promise<string> {
    const [, path, field] = REFERENCE.exec(reference) ?? [];
    if (path === undefined || field === undefined) throw failed(reference, 'is not written as mount/path#field');
    const [mount, ...rest] = path.split('/');
    const headers = { 'x-vault-token': token, ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }) };
    const url = `${address.replace(/\/+$/, '')}/v1/${mount}/data/${rest.map(encodeURIComponent).join('/')}`;
    const answer = await request(url, { headers, headersTimeout: LIMIT_MS, bodyTimeout: LIMIT_MS }).catch(() => {
      throw failed(reference, 'could not be read: the vault does not answer');
    });
    const body = (await answer.body.json().catch(() => null)) as { data?: { data?: Record<string, unknown> } } | null;
    const value = answer.statusCode === 200 ? body?.data?.data?.[field] : undefined;
    if (typeof value !== 'string' || value === '') throw failed(reference, `is not there (${answer.statusCode})`);
    return value;
  }

  return (reference) => {
    const known = kept.get(reference);
    if (known !== undefined && performance.now() - known.at < KEPT_MS) return known.value;
    const value = read(reference);
    value.catch(() => kept.delete(reference));
    kept.set(reference, { at: performance.now(), value });
    return value;
  };
}

function failed(reference: string, why: string): StoreError {
  return new StoreError('vault_failed', `The secret ${reference} in the vault ${why}.`);
}
