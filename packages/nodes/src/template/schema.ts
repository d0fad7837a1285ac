/** A JSON Schema of an OpenAPI document, as far as a sample needs it. */
export interface ApiSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  example?: unknown;
  examples?: unknown;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, ApiSchema>;
  required?: string[];
  items?: ApiSchema;
  allOf?: ApiSchema[];
  oneOf?: ApiSchema[];
  anyOf?: ApiSchema[];
  minimum?: number;
  readOnly?: boolean;
}

const DEPTH = 8;
/** Fields of one sample at most. */
const FIELDS = 400;

/** The value at a local reference (`#/components/schemas/Invoice`); undefined where there is none, or it leads in a circle. */
export function resolved<T extends object>(document: unknown, value: T | { $ref?: string } | undefined): T | undefined {
  let here = value;
  for (let hops = 0; hops < 20; hops++) {
    if (here === null || typeof here !== 'object') return undefined;
    const ref = '$ref' in here ? here.$ref : undefined;
    if (typeof ref !== 'string') return here as T;
    if (!ref.startsWith('#/')) return undefined;
    here = ref
      .slice(2)
      .split('/')
      .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>(
        (at, part) =>
          at !== null && typeof at === 'object' && Object.hasOwn(at, part) ? at[part as never] : undefined,
        document,
      ) as typeof here;
  }
  return undefined;
}

/** A value that fits a schema, made of its examples where it has some. Deterministic; what leads in a circle is left out. */
export function sampleOf(document: unknown, schema: ApiSchema | undefined): unknown {
  return sampled(document, schema, [], { fields: FIELDS });
}

function sampled(
  document: unknown,
  schema: ApiSchema | undefined,
  path: readonly ApiSchema[],
  left: { fields: number },
): unknown {
  const here = resolved<ApiSchema>(document, schema);
  if (here === undefined || path.includes(here)) return null;
  const [listed] = Array.isArray(here.examples) ? here.examples : [];
  const given = here.example ?? listed ?? here.const ?? here.default ?? here.enum?.[0];
  if (given !== undefined) return given;
  const inner = (one: ApiSchema | undefined) => sampled(document, one, [...path, here], left);
  if (here.allOf) return merged(here.allOf.map(inner));
  const [choice] = here.oneOf ?? here.anyOf ?? [];
  if (choice) return inner(choice);
  const type = Array.isArray(here.type) ? here.type.find((one) => one !== 'null') : here.type;
  if (type === 'array') return path.length >= DEPTH ? [] : [inner(here.items)].filter((one) => one !== null);
  if (type === 'object' || here.properties) {
    if (path.length >= DEPTH) return {};
    const fields = Object.entries(here.properties ?? {}).filter(([, field]) => {
      const found = resolved<ApiSchema>(document, field);
      return found !== undefined && found.readOnly !== true && !path.includes(found) && found !== here;
    });
    return Object.fromEntries(
      fields.flatMap(([name, field]) => (left.fields-- > 0 ? [[name, inner(field)] as const] : [])),
    );
  }
  if (type === 'integer' || type === 'number') return here.minimum ?? 1;
  if (type === 'boolean') return true;
  return TEXTS[here.format ?? ''] ?? 'text';
}

const TEXTS: Record<string, string> = {
  date: '2026-11-20',
  'date-time': '2026-11-20T12:00:00Z',
  uuid: '019a8f00-0000-7000-8000-000000000001',
  email: 'somebody@example.org',
  uri: 'https://example.org',
};

function merged(values: unknown[]): unknown {
  const objects = values.filter((value) => value !== null && typeof value === 'object' && !Array.isArray(value));
  return objects.length > 0 ? Object.assign({}, ...objects) : (values[0] ?? null);
}
