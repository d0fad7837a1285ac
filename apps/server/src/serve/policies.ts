import { checkPolicies, type Plan, type Problem } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { knownToRules } from '@throughline/nodes/mapping';

/** What the rules of the house say of a flow while it is bound to no environment yet: at publish. */
export function policiesBefore(plan: Plan): Problem[] {
  return checkPolicies(plan, { ...knownToRules, catalogue, environment: null }).map(
    ({ rule: _, path: _path, ...problem }) => problem,
  );
}
