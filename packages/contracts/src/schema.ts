/** open: may be shown to anyone in the house · phi: tells something about a patient · pii: about another person · financial: prices and accounts. */
export type DataClass = 'open' | 'phi' | 'pii' | 'financial';

/** The part of JSON Schema 2020-12 that contracts use; every schema stands alone, without `$ref`. */
export interface JsonSchema {
  $schema?: string;
  $id?: string;
  title?: string;
  description?: string;
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: false;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: 'date' | 'date-time';
  enum?: string[];
  const?: string | number | boolean;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  not?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  'x-class'?: DataClass;
}

export interface Example {
  /** Short name, unique in the contract: `knee-replacement`. */
  name: string;
  /** What happened, in one line. */
  title: string;
  message: unknown;
}

export interface Contract {
  /** `supply-usage@1`. */
  id: string;
  name: string;
  version: number;
  title: string;
  description: string;
  schema: JsonSchema;
  examples: readonly Example[];
}

/** Puts a contract together; the schema gets its dialect, a URN as `$id`, and the contract's title and description. */
export function defineContract(contract: Omit<Contract, 'id'>): Contract {
  const { name, version, title, description } = contract;
  return {
    ...contract,
    id: `${name}@${version}`,
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:throughline:contract:${name}:${version}`,
      ...contract.schema,
      title,
      description,
    },
  };
}
