import type { DataClass, JsonSchema } from './schema.ts';

/** No control character (NUL among them) and no lone surrogate: neither PostgreSQL nor HL7 can carry them. */
const PRINTABLE = '^[^\\p{Cc}\\p{Cs}]+$';

/** Fifteen digits with two decimals: every cent below this survives a double unharmed. */
const MONEY_LIMIT = 9_999_999_999_999.99;
const QUANTITY_LIMIT = 1_000_000;

type Words = [title: string, description: string];

/** An object with exactly these fields. */
export function record(
  [title, description]: Words,
  required: Record<string, JsonSchema>,
  optional: Record<string, JsonSchema> = {},
): JsonSchema {
  return {
    title,
    description,
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

/** One to a thousand elements. */
export function list([title, description]: Words, items: JsonSchema): JsonSchema {
  return { title, description, type: 'array', items, minItems: 1, maxItems: 1000 };
}

/** A number or name that another system gave: printable, 64 characters at most. */
export function identifier([title, description]: Words, dataClass: DataClass = 'open'): JsonSchema {
  return { title, description, type: 'string', pattern: PRINTABLE, maxLength: 64, 'x-class': dataClass };
}

export function text([title, description]: Words, dataClass: DataClass = 'open', maxLength = 200): JsonSchema {
  return { title, description, type: 'string', pattern: PRINTABLE, maxLength, 'x-class': dataClass };
}

export function matching([title, description]: Words, pattern: string, dataClass: DataClass = 'open'): JsonSchema {
  return { title, description, type: 'string', pattern, maxLength: 200, 'x-class': dataClass };
}

export function choice([title, description]: Words, values: string[], dataClass: DataClass = 'open'): JsonSchema {
  return { title, description, type: 'string', enum: values, 'x-class': dataClass };
}

export function flag([title, description]: Words, dataClass: DataClass = 'open'): JsonSchema {
  return { title, description, type: 'boolean', 'x-class': dataClass };
}

/** ISO 8601 with an offset or Z. */
export function instant([title, description]: Words, dataClass: DataClass = 'open'): JsonSchema {
  return {
    title,
    description,
    type: 'string',
    format: 'date-time',
    pattern: '(Z|[+-]\\d\\d:\\d\\d)$',
    'x-class': dataClass,
  };
}

/** ISO 8601 calendar day. */
export function day([title, description]: Words, dataClass: DataClass = 'open'): JsonSchema {
  return { title, description, type: 'string', format: 'date', 'x-class': dataClass };
}

/** Counts from 1 inside its document. */
export function lineNumber([title, description]: Words): JsonSchema {
  return { title, description, type: 'integer', minimum: 1, maximum: 100_000, 'x-class': 'open' };
}

/** More than zero, a million at most; what is signed says so by its own field. */
export function quantity([title, description]: Words): JsonSchema {
  return {
    title,
    description,
    type: 'number',
    exclusiveMinimum: 0,
    maximum: QUANTITY_LIMIT,
    'x-class': 'open',
  };
}

/** Zero or more units. */
export function count([title, description]: Words): JsonSchema {
  return { title, description, type: 'number', minimum: 0, maximum: QUANTITY_LIMIT, 'x-class': 'open' };
}

/** Zero or more. */
export function amount([title, description]: Words): JsonSchema {
  return { title, description, type: 'number', minimum: 0, maximum: MONEY_LIMIT, 'x-class': 'financial' };
}

/** Of either sign: credits are negative. */
export function signedAmount([title, description]: Words): JsonSchema {
  return { title, description, type: 'number', minimum: -MONEY_LIMIT, maximum: MONEY_LIMIT, 'x-class': 'financial' };
}

export const unit: JsonSchema = matching(
  ['Unit', 'Unit of measure as an X12 355 code: EA each, BX box, CA case, PK pack, PR pair, DZ dozen.'],
  '^[A-Z0-9]{2,3}$',
);

export const currency: JsonSchema = matching(['Currency', 'ISO 4217 code, such as USD.'], '^[A-Z]{3}$', 'financial');

export const facility: JsonSchema = identifier(['Facility', 'Site of the hospital, as in the location hierarchy.']);
