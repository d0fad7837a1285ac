import { readContent } from '@throughline/store';
import type { Deps } from '../../deps.ts';
import { Refusal } from '../../refusal.ts';
import { checkRelease } from '../../release/check.ts';

/** Throws Refusal 409 that names everything that stands in the way of a release. */
export async function refuseUnready(release: string, environment: string, deps: Deps): Promise<void> {
  const checks = await checkRelease(await readContent(deps.store, release), environment, deps);
  const errors = checks.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
  if (errors.length === 0) return;
  const named = errors.map(({ flow, node, sentence }) => ({ field: [flow, node].filter(Boolean).join('/'), sentence }));
  const count = errors.length === 1 ? 'One thing stands' : `${errors.length} things stand`;
  throw new Refusal(409, 'checks_failed', `${count} in the way: ${errors[0]!.sentence}`, { errors: named });
}
