import { contract, fieldClasses, replacementOf } from '@throughline/contracts';
import { checkPolicies, type Plan, type Problem } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { sentLineage, stepLineage } from '@throughline/nodes/mapping';

/** What the rules of the house say of a flow while it is bound to no environment yet: at publish. */
export function policiesBefore(plan: Plan): Problem[] {
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
  }).map(({ rule: _, path: _path, ...problem }) => problem);
}
