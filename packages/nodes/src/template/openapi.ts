import { emptyFlow, type FlowDocument } from '@throughline/flow';
import { httpConnector } from '../connector/http/definition.ts';
import { map } from '../transform/map/definition.ts';
import { httpTrigger } from '../trigger/http/definition.ts';
import { manualTrigger } from '../trigger/manual/definition.ts';
import { drawn, nodeOf } from './sample.ts';
import { type ApiSchema, resolved, sampleOf } from './schema.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** An operation that a flow can be begun from. */
export interface ApiOperation {
  method: (typeof METHODS)[number];
  path: string;
  operationId: string | null;
  summary: string | null;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: ApiSchema;
  example?: unknown;
}

interface Media {
  schema?: ApiSchema;
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
}

interface Operation {
  operationId?: string;
  summary?: string;
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content?: Record<string, Media> };
  responses?: Record<string, { content?: Record<string, Media> }>;
}

/** Whether this is an OpenAPI 3 description. */
export function isOpenApi(document: unknown): document is { openapi: string; paths?: object; info?: object } {
  const version = (document as { openapi?: unknown } | null)?.openapi;
  return typeof version === 'string' && version.startsWith('3.');
}

/** Its operations, in the order of the description. */
export function operationsOf(document: unknown): ApiOperation[] {
  if (!isOpenApi(document)) return [];
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method): ApiOperation[] => {
      const found = (item as Record<string, Operation | undefined> | null)?.[method];
      if (found === undefined) return [];
      return [{ method, path, operationId: found.operationId ?? null, summary: found.summary ?? null }];
    }),
  );
}

/**
 * A flow around one operation. send: a trigger by hand, a mapping that gives what the operation takes, and the request. receive: a door
 * that takes what callers of the operation send, and a mapping to begin with. Null when there is no such operation.
 */
export function flowFromOpenApi(
  id: string,
  name: string,
  document: unknown,
  wanted: { method: string; path: string; direction: 'send' | 'receive' },
): FlowDocument | null {
  const { method, path, direction } = wanted;
  const known = operationsOf(document).some((one) => one.method === method && one.path === path);
  const item = known ? (document as { paths: Record<string, Record<string, Operation>> }).paths[path]! : undefined;
  const operation = item?.[method];
  if (operation === undefined) return null;
  const inherited = (item as { parameters?: Operation['parameters'] }).parameters ?? [];
  const parameters = [...inherited, ...(operation.parameters ?? [])].flatMap((one) => {
    const found = resolved<Parameter>(document, one);
    return found === undefined ? [] : [found];
  });
  const body = bodyOf(document, resolved<{ content?: Record<string, Media> }>(document, operation.requestBody));
  const title = operation.summary ?? operation.operationId ?? `${method.toUpperCase()} ${path}`;
  const about = { ...emptyFlow(id, name), description: `${title}: ${method.toUpperCase()} ${path}` };
  const sample = (node: string, value: unknown) => ({
    ...{ name: 'Sample', kind: 'message' as const, node, contentType: 'application/json' },
    body: JSON.stringify(value, null, 2),
  });
  if (direction === 'receive') {
    const config = { ...httpTrigger.initial, path: id, method: method.toUpperCase() };
    return drawn({
      ...about,
      nodes: [
        nodeOf(httpTrigger, 'receive', config),
        nodeOf(map, 'map', { ...map.initial, text: '$' }),
        nodeOf(httpConnector, 'send', { ...httpConnector.initial }),
      ],
      fixtures: [sample('receive', body ?? {})],
    });
  }
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query' && one.required === true);
  const inHeaders = parameters.filter((one) => one.in === 'header' && one.required === true && isOurs(one.name));
  const given = Object.fromEntries(
    [...inPath, ...inQuery, ...inHeaders].map((one) => [one.name, one.example ?? sampleOf(document, one.schema)]),
  );
  const bodyName = Object.hasOwn(given, 'body') ? 'requestBody' : 'body';
  const mapped = body === undefined ? given : { ...given, [bodyName]: body };
  const answered = answerOf(document, operation);
  const config = {
    ...httpConnector.initial,
    method: method.toUpperCase(),
    url: urlOf(path),
    query: Object.fromEntries(inQuery.map((one) => [one.name, { expr: quotedName(one.name) }])),
    headers: Object.fromEntries(inHeaders.map((one) => [one.name, { expr: `$string(${quotedName(one.name)})` }])),
    safety: method === 'post' || method === 'patch' ? 'neither' : 'idempotent',
    ...(body === undefined ? {} : { body: { expr: bodyName } }),
  };
  return drawn({
    ...about,
    nodes: [
      nodeOf(manualTrigger, 'start', { ...manualTrigger.initial }),
      nodeOf(map, 'map', { ...map.initial, text: JSON.stringify(mapped, null, 2) }, 'Map to the request'),
      { ...nodeOf(httpConnector, 'send', config, title.slice(0, 120)), note: whereTo(document) },
    ],
    fixtures: [
      sample('start', mapped),
      ...(answered === undefined
        ? []
        : [
            {
              ...sample('send', answered.value),
              name: 'Answer',
              kind: 'answer' as const,
              expect: { status: answered.status },
            },
          ]),
    ],
  });
}

/** Credentials and the form of the body are the connection's and the connector's own. */
function isOurs(header: string): boolean {
  return !['authorization', 'accept', 'content-type', 'idempotency-key'].includes(header.toLowerCase());
}

/** What to bind: the description knows an address at most, never the credentials of an environment. */
function whereTo(document: unknown): string {
  const { servers, info } = document as { servers?: { url?: unknown }[]; info?: { title?: unknown } };
  const [address] = (Array.isArray(servers) ? servers : []).map((server) => server?.url);
  const name = typeof info?.title === 'string' ? ` to ${info.title}` : '';
  const base = typeof address === 'string' ? ` Its base address in the description is ${address}.` : '';
  return `Make a connection${name} in each environment, and choose it here.${base}`.slice(0, 4000);
}

/** `/invoices/{id}` becomes the template `/invoices/{{ id }}`; a part that could hold a slash is encoded. */
function urlOf(path: string): string | { template: string } {
  if (!path.includes('{')) return path;
  return {
    template: path.replaceAll(
      /\{([^}]+)\}/g,
      (_, name: string) => `{{ $encodeUrlComponent($string(${quotedName(name)})) }}`,
    ),
  };
}

function quotedName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll('`', '')}\``;
}

function bodyOf(document: unknown, body: { content?: Record<string, Media> } | undefined): unknown {
  const media = jsonOf(body?.content);
  return media === undefined ? undefined : exampleOf(document, media);
}

function answerOf(document: unknown, { responses = {} }: Operation): { status: string; value: unknown } | undefined {
  const status = Object.keys(responses).find((one) => /^2\d\d$/.test(one));
  const response =
    status === undefined ? undefined : resolved<{ content?: Record<string, Media> }>(document, responses[status]);
  const media = jsonOf(response?.content);
  return media === undefined ? undefined : { status: status!, value: exampleOf(document, media) };
}

function jsonOf(content: Record<string, Media> | undefined): Media | undefined {
  return Object.entries(content ?? {}).find(([type]) => /[/+]json\b/.test(type))?.[1];
}

/** Examples in YAML are often the JSON text of one. */
function exampleOf(document: unknown, { example, examples, schema }: Media): unknown {
  const given = example ?? resolved<{ value?: unknown }>(document, Object.values(examples ?? {})[0])?.value;
  if (typeof given !== 'string') return given ?? sampleOf(document, schema);
  try {
    return JSON.parse(given);
  } catch {
    return sampleOf(document, schema);
  }
}
