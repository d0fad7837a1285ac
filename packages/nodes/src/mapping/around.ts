import { contract, fieldClasses, replacementOf } from '@throughline/contracts';
import type { Around } from '@throughline/flow';
import { sentLineage, stepLineage } from './step-lineage.ts';

/** What the rules of the house ask about contracts and about the way of a field through a step, the same wherever they are asked. */
export const knownToRules: Pick<Around, 'fieldsOf' | 'replacedBy' | 'lineage' | 'sent'> = {
  fieldsOf: (id) => {
    const found = contract(id);
    return found === undefined ? undefined : new Map(fieldClasses(found.schema));
  },
  replacedBy: (id) => replacementOf(id)?.id ?? null,
  lineage: stepLineage,
  sent: sentLineage,
};
