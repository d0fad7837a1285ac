import { permissions } from '@throughline/store';
import { z } from 'zod';
import type { AnyRoute } from './route.ts';

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; what a program decides by.' },
    detail: { type: 'string', description: 'A sentence for people.' },
    instance: { type: 'string', description: 'This request, as the log names it.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string', description: 'JSON Pointer' }, sentence: { type: 'string' } },
      },
    },
  },
};

/** The OpenAPI 3.1 description of the routes, made from their declarations. */
export function describeApi(routes: readonly AnyRoute[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline',
      version,
      description:
        'People sign in with POST /api/v1/session and are known by its cookie; programs send an API token as `Authorization: Bearer tl_…`. Every refusal is a problem (RFC 9457) with a stable code.',
    },
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-throughline' },
      },
    },
  };
}

function describeRoute(route: AnyRoute): object {
  const isOpen = route.permission === 'anyone';
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const body = schemaOf(route.body, 'input');
  const hasBody = Object.keys(body['properties'] ?? {}).length > 0;
  return {
    summary: route.summary,
    description: rightOf(route),
    tags: [route.path.split('/')[1]],
    security: isOpen ? [] : [{ session: [] }, { token: [] }],
    parameters: [...inPath, ...queryOf(route)],
    ...(hasBody ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      ...answerOf(route),
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function rightOf({ permission }: AnyRoute): string {
  if (permission === 'anyone') return 'Needs no sign-in.';
  if (permission === 'signed-in') return 'Needs a sign-in.';
  return `Needs the right ${permission}: ${permissions[permission].toLowerCase()}.`;
}

function queryOf(route: AnyRoute): object[] {
  const schema = schemaOf(route.query, 'input');
  const required = (schema['required'] ?? []) as string[];
  return Object.entries((schema['properties'] ?? {}) as Record<string, object>).map(([name, field]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: field,
  }));
}

function answerOf(route: AnyRoute): object {
  if (route.answer instanceof z.ZodVoid) return { 204: { description: 'Done' } };
  const schema = schemaOf(route.answer, 'output');
  return { [route.status ?? 200]: { description: 'Done', content: { 'application/json': { schema } } } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
