import { Validator } from '@cfworker/json-schema';
import { failure } from './errors.ts';

/** Throws `contract_violation` when the text's value does not fit. */
export type Contract = (text: string) => void;

/** Rules that only say that a rule further inside was broken. */
const OUTER = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
  'allOf',
  'anyOf',
  'oneOf',
  '$ref',
  '$dynamicRef',
  '$recursiveRef',
  'if',
  'then',
  'else',
  'dependentSchemas',
  'propertyNames',
  'contains',
]);

interface Violation {
  keyword: string;
  instanceLocation: string;
  error: string;
}

/** JSON Schema 2020-12. Exact numbers are validated as the nearest double. */
export function compileSchema(contract: string, schema: unknown): Contract {
  const validator = new Validator(schema as ConstructorParameters<typeof Validator>[0], '2020-12', false);
  return (text) => {
    const { valid, errors } = validator.validate(JSON.parse(text));
    if (!valid) throw violated(contract, errors);
  };
}

function violated(contract: string, all: Violation[]): Error {
  const inner = all.filter(({ keyword, error }) => !OUTER.has(keyword) && !(keyword === 'false' && error === ''));
  const broken = inner.length > 0 ? inner : all;
  const first = broken[0] as Violation;
  const path = dotted(first);
  const others = broken.length - 1;
  const more = others === 0 ? '' : ` and ${others} more violation${others === 1 ? '' : 's'}`;
  const sentence = `${path ? `\`${path}\`` : 'The message'} breaks the rule \`${ruleOf(first)}\` of contract ${contract}${more}.`;
  return failure('contract_violation', 'data', sentence, { path });
}

const ruleOf = ({ keyword }: Violation): string => (keyword === 'false' ? 'additionalProperties' : keyword);

/** `#/lines/2/item` as `lines[2].item`; for a missing property, the path it should have had. */
function dotted({ keyword, instanceLocation, error }: Violation): string {
  const parts = instanceLocation
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const missing = keyword === 'required' ? /required property "(.*)"/.exec(error)?.[1] : undefined;
  if (missing !== undefined) parts.push(missing);
  return parts
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
