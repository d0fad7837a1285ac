import { Validator } from '@cfworker/json-schema';
import { misfitOf } from '@throughline/contracts/violation';
import { failure } from './errors.ts';

/** Throws `contract_violation` when the text's value does not fit. */
export type Contract = (text: string) => void;

/** JSON Schema 2020-12. Exact numbers are validated as the nearest double. */
export function compileSchema(contract: string, schema: unknown): Contract {
  const validator = new Validator(schema as ConstructorParameters<typeof Validator>[0], '2020-12', false);
  return (text) => {
    const { valid, errors } = validator.validate(JSON.parse(text));
    if (valid) return;
    const { sentence, path } = misfitOf(contract, errors);
    throw failure('contract_violation', 'data', sentence, { path });
  };
}
