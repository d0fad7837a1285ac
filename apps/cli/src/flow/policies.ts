import { checkPolicies, type Finding, type Plan } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { knownToRules } from '@throughline/nodes/mapping';

/** What the rules of the house say of a flow by itself; about running it somewhere, the checks of a release say more. */
export function policyFindings(plan: Plan): Finding[] {
  return checkPolicies(plan, { ...knownToRules, catalogue, environment: null });
}
