import { contract } from '@throughline/contracts';
import type { DoorView } from './view.ts';

type Schema = Record<string, unknown>;

export const contentTypes: Record<string, string> = {
  json: 'application/json',
  csv: 'text/csv',
  hl7v2: 'application/hl7-v2+er7',
  text: 'text/plain',
};

const problem = {
  description: 'A problem (RFC 9457) with a stable code; nothing was accepted.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const limited = {
  'RateLimit-Policy': { schema: { type: 'string' }, description: 'Calls and seconds of each limit' },
  RateLimit: { schema: { type: 'string' }, description: 'What is left of each, and seconds until it begins again' },
};

/** An OpenAPI 3.1 description of doors, as their partners see them. */
export function describeDoors(title: string, environment: string, doors: readonly DoorView[]): object {
  const schemas: Record<string, Schema> = { Problem, Accepted };
  const paths: Record<string, Schema> = {};
  const securitySchemes: Record<string, Schema> = {};
  for (const door of doors.filter(({ http }) => http !== null)) {
    const { path, method } = door.http!;
    const place = `/${path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[place] = { ...paths[place], [method.toLowerCase()]: operationOf(door, schemas, securitySchemes) };
  }
  return {
    openapi: '3.1.0',
    info: { title, version: doors[0]?.settings?.version ?? '1', description: introduction },
    servers: [{ url: `/in/${environment}` }],
    paths,
    components: { schemas, securitySchemes },
  };
}

const introduction =
  'A message is kept safely before it is answered. The same message again (by its idempotency key) has one effect and gets the first answer; send again whatever was not answered, or was answered with 429 or 503, after Retry-After.';

function operationOf(door: DoorView, schemas: Record<string, Schema>, schemes: Record<string, Schema>): Schema {
  const { settings, http, node, nodeName, name } = door;
  const { path, format, keys, waits, limitMb } = http!;
  const id = door.contract;
  const known = id === null ? undefined : contract(id);
  const schemaName = known === undefined ? null : known.id.replaceAll(/[^\w.-]/g, '_');
  if (known !== undefined) schemas[schemaName!] = known.schema as Schema;
  const example = known?.examples[0]?.message;
  const body = {
    schema: schemaName === null ? anything(format) : { $ref: `#/components/schemas/${schemaName}` },
    ...(example === undefined ? {} : { example }),
  };
  const isLimited = settings !== null && (settings.rate !== null || settings.quota !== null);
  const headers = isLimited ? { headers: limited } : {};
  return {
    operationId: `${door.flow}.${node}`,
    summary: `${name}: ${nodeName}`,
    description: [settings?.summary, `At most ${limitMb} MB.`, sunsetText(door)].filter(Boolean).join(' '),
    deprecated: settings?.deprecatedAt !== null && settings !== null && new Date(settings.deprecatedAt!) <= new Date(),
    tags: settings?.domain ? [settings.domain] : [],
    parameters: [...inPath(path), ...inHeaders(keys)],
    requestBody: { required: true, content: { [contentTypes[format] ?? 'application/octet-stream']: body } },
    security: securityOf(door, schemes),
    responses: {
      ...(waits
        ? { 200: { description: 'The answer of the flow', ...headers } }
        : {
            202: {
              description: 'Accepted and safely kept',
              ...headers,
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Accepted' } } },
            },
          }),
      400: problem,
      401: problem,
      403: problem,
      413: problem,
      415: problem,
      422: problem,
      ...(isLimited ? { 429: { ...problem, headers: { ...limited, 'Retry-After': seconds } } } : {}),
      503: { ...problem, headers: { 'Retry-After': seconds } },
    },
  };
}

const seconds = { schema: { type: 'integer' }, description: 'Seconds' };

function sunsetText({ settings }: DoorView): string {
  return settings?.sunsetAt ? `Closes for good on ${settings.sunsetAt.slice(0, 10)}.` : '';
}

function anything(format: string): Schema {
  return format === 'json' ? {} : { type: 'string' };
}

function inPath(path: string): Schema[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function inHeaders(keys: readonly string[]): Schema[] {
  const named = keys.filter((key) => key.startsWith('header:')).map((key) => key.slice(7));
  const own = named.map((name) => ({
    name,
    in: 'header',
    required: false,
    schema: { type: 'string' },
    description: 'Makes the message one of a kind: send the same again when you try again.',
  }));
  const correlation = {
    name: 'X-Correlation-Id',
    in: 'header',
    required: false,
    schema: { type: 'string' },
    description: 'Ties messages of one business event together.',
  };
  return [...own, correlation];
}

/** Each way in is enough by itself. */
function securityOf({ authentication, header, settings }: DoorView, schemes: Record<string, Schema>): Schema[] {
  const inHeader = (name: string, description: string) => ({ type: 'apiKey', in: 'header', name, description });
  if (authentication === 'none') return [];
  if (authentication !== 'clients') {
    schemes['shared'] = inHeader(
      header!,
      authentication === 'hmac' ? 'HMAC-SHA-256 of the raw bytes' : 'The shared key',
    );
    return [{ shared: [] }];
  }
  const found: Schema[] = [];
  const { apiKey, signature, token, certificate } = settings?.ways ?? {};
  if (apiKey) {
    schemes['key'] = inHeader(apiKey.header, 'Your key');
    found.push({ key: [] });
  }
  if (signature) {
    const form = `${signature.prefix}${signature.encoding}(HMAC-SHA-256(secret, timestamp + "." + raw bytes))`;
    schemes['keyId'] = inHeader('X-Key-Id', 'The id of your signing key');
    schemes['timestamp'] = inHeader('X-Timestamp', `Seconds since 1970, within ${signature.windowS} s of now`);
    schemes['signature'] = inHeader(signature.header, form);
    found.push({ keyId: [], timestamp: [], signature: [] });
  }
  if (token) {
    const description = `An access token of ${token.issuer} for ${token.audience}${token.scope === null ? '' : ` with the scope ${token.scope}`}`;
    schemes['token'] = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description };
    found.push({ token: [] });
  }
  if (certificate) {
    schemes['certificate'] = { type: 'mutualTLS', description: 'Your client certificate' };
    found.push({ certificate: [] });
  }
  return found;
}

const Accepted: Schema = {
  type: 'object',
  required: ['messageId', 'correlationId', 'status'],
  properties: {
    messageId: { type: 'string', format: 'uuid' },
    correlationId: { type: 'string' },
    status: { const: 'accepted' },
  },
};

const Problem: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'A sentence for people.' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; what a program decides by.' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, sentence: { type: 'string' } } },
    },
  },
};
