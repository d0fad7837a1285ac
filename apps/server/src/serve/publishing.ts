import { contract } from '@throughline/contracts';
import type { Sandbox } from '@throughline/engine';
import { catalogue } from '@throughline/nodes/definitions';
import type { Publishing } from '@throughline/store';

/** What every document is checked against before it is published: this product's catalogue and contracts, read by the sandbox. */
export function publishingWith(sandbox: Sandbox): Publishing {
  return {
    catalogue,
    contracts: (name) => contract(name)?.schema,
    check: (texts) => sandbox.check(texts),
  };
}
