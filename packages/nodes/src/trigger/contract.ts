import { Validator } from '@cfworker/json-schema';
import { type Misfit, misfitOf } from '@throughline/contracts/violation';
import { StepFailure } from '@throughline/engine';
import type { Plan, PlanStep } from '@throughline/flow';
import { receive } from './receive.ts';

/** Says why a message may not come in, or null when it fits. */
export type DoorContract = (raw: Buffer, contentType: string) => (Misfit & { code: string }) | null;

/**
 * The contract that a trigger checks before acceptance, made ready once; null when it names none. The message is checked as the
 * first step would see it; numbers are compared as the nearest double.
 */
export function doorContract({ contracts = {} }: Plan, step: PlanStep): DoorContract | null {
  const { contract } = step.config;
  if (typeof contract !== 'string') return null;
  const schema = contracts[contract] as ConstructorParameters<typeof Validator>[0];
  const validator = new Validator(schema, '2020-12', false);
  return (raw, contentType) => {
    try {
      const { valid, errors } = validator.validate(JSON.parse(receive(step, raw, contentType)));
      return valid ? null : { code: 'contract_violation', ...misfitOf(contract, errors) };
    } catch (cause) {
      if (!(cause instanceof StepFailure)) throw cause;
      const { code, sentence, path = '' } = cause.error;
      return { code, sentence, path, broken: [] };
    }
  };
}
