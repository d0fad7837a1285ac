import { contract } from '@throughline/contracts';
import type { Sandbox, StepError } from '@throughline/engine';
import { catalogue } from '@throughline/nodes/definitions';
import type { Publishing } from '@throughline/store';
import { policiesBefore } from './policies.ts';

/** Texts whose findings are kept; a flow of 500 nodes has about as many. */
const KEPT = 20_000;

/** What every document is checked against before it is published: this product's catalogue and contracts, read by the sandbox. */
export function publishingWith(sandbox: Sandbox): Publishing {
  const known = new Map<string, StepError | null>();
  return {
    catalogue,
    contracts: (name) => contract(name)?.schema,
    policies: policiesBefore,
    async check(texts) {
      const keys = texts.map(({ language, text }) => `${language} ${text}`);
      const findings = new Map(keys.map((key) => [key, known.get(key)]));
      const fresh = new Map(keys.flatMap((key, i) => (known.has(key) ? [] : [[key, texts[i]!]])));
      const found = await sandbox.check([...fresh.values()]);
      for (const [i, key] of [...fresh.keys()].entries()) {
        findings.set(key, found[i]!);
        if (isLasting(found[i]!)) known.set(key, found[i]!);
      }
      for (const key of known.keys()) {
        if (known.size <= KEPT) break;
        known.delete(key);
      }
      return keys.map((key) => findings.get(key) ?? null);
    },
  };
}

/** What a text says of itself, rather than what became of the child that read it. */
function isLasting(finding: StepError | null): boolean {
  return finding === null || (finding.class === 'code' && finding.code !== 'crash');
}
