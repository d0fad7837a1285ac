/** What a validator of JSON Schema says about one place. */
export interface Violation {
  keyword: string;
  /** `#/lines/2/item` */
  instanceLocation: string;
  error: string;
}

/** What does not fit, in words that name fields and rules and never values. */
export interface Misfit {
  sentence: string;
  /** The first field that does not fit: `lines[2].item`; '' is the message itself. */
  path: string;
  /** Every field that does not fit, with the rule it breaks. */
  broken: { field: string; rule: string }[];
}

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

/** Puts a validator's findings in words. This file stands alone: it runs in the sandbox's realm too. */
export function misfitOf(contract: string, all: readonly Violation[]): Misfit {
  const inner = all.filter(({ keyword, error }) => !OUTER.has(keyword) && !(keyword === 'false' && error === ''));
  const broken = (inner.length > 0 ? inner : all).map((one) => ({ field: dotted(one), rule: ruleOf(one) }));
  const { field, rule } = broken[0]!;
  const others = broken.length - 1;
  const more = others === 0 ? '' : ` and ${others} more violation${others === 1 ? '' : 's'}`;
  const sentence = `${field ? `\`${field}\`` : 'The message'} breaks the rule \`${rule}\` of contract ${contract}${more}.`;
  return { sentence, path: field, broken };
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
