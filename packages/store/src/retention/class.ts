import { contract, type DataClass, fieldClasses } from '@throughline/contracts';
import type { Plan } from '@throughline/flow';

const GRAVITY: readonly DataClass[] = ['open', 'financial', 'pii', 'phi'];

/** The gravest class of what comes in by a flow's triggers: by their contracts, else by the keys they name. HL7 tells of patients. */
export function classOfPlan({ triggers, steps }: Plan): DataClass {
  const found = triggers.flatMap((index): DataClass[] => {
    const { type, config } = steps[index]!;
    if (type === 'trigger.mllp') return ['phi'];
    const schema = typeof config['contract'] === 'string' ? contract(config['contract'])?.schema : undefined;
    if (schema !== undefined) return fieldClasses(schema).map(([, kind]) => kind);
    const keys = config['keys'] as { business?: { class: DataClass }[] } | undefined;
    return (keys?.business ?? []).map((key) => key.class);
  });
  return found.reduce((gravest, kind) => (GRAVITY.indexOf(kind) > GRAVITY.indexOf(gravest) ? kind : gravest), 'open');
}
