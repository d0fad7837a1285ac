import { contract, fieldClasses, replacementOf } from '@throughline/contracts';
import { checkPolicies, type Finding, type Plan } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { sentLineage, stepLineage } from '@throughline/nodes/mapping';

/** What the rules of the house say of a flow by itself; about running it somewhere, the checks of a release say more. */
export function policyFindings(plan: Plan): Finding[] {
  return checkPolicies(plan, {
    catalogue,
    fieldsOf: (id) => {
      const found = contract(id);
      return found === undefined ? undefined : new Map(fieldClasses(found.schema));
    },
    replacedBy: (id) => replacementOf(id)?.id ?? null,
    lineage: stepLineage,
    sent: sentLineage,
    environment: null,
  });
}
