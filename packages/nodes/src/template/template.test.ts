import { compile, flowSchema } from '@throughline/flow';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../definitions.ts';
import { flowFromOpenApi, operationsOf } from './openapi.ts';
import { flowFromSample, quoted } from './sample.ts';
import { sampleOf } from './schema.ts';

const usage = {
  id: 'supply-usage@1',
  schema: { required: ['usageId', 'lines'], properties: { usageId: {}, lines: {}, site: {} } },
};
const beginning = (format: 'json' | 'hl7v2' | 'csv' | 'text', tree: unknown) =>
  flowFromSample('new-flow', 'New flow', { format, tree, contentType: 'x/y', body: '…' }, [usage]);
const errorsOf = (document: ReturnType<typeof beginning>) =>
  compile(document, { catalogue, contracts: () => ({}) })
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ code, node }) => `${node} ${code}`);

describe('a flow from a sample', () => {
  it('takes such messages, checks them where a contract is known, and maps each field', () => {
    const flow = beginning('json', { usageId: 'U', lines: [], site: 'A', 'odd name': 1 });
    expect(flowSchema.safeParse(flow).error).toBeUndefined();
    expect(flow.nodes.map(({ type }) => type)).toEqual([
      'trigger.http',
      'transform.validate',
      'transform.map',
      'connector.http',
    ]);
    expect(flow.nodes[1]!.config).toEqual({ contract: 'supply-usage@1' });
    expect(flow.nodes[2]!.config['text']).toContain('"odd name": `odd name`');
    expect(flow.fixtures).toMatchObject([{ kind: 'message', node: 'receive', body: '…' }]);
    expect(errorsOf(flow)).toEqual(['send address_missing']);
  });

  it('comes in by the door of its format', () => {
    expect(beginning('hl7v2', { segments: [] }).nodes[0]).toMatchObject({ type: 'trigger.mllp' });
    const csv = beginning('csv', [{ item: '1', qty: '2' }]);
    expect(csv.nodes[0]).toMatchObject({ type: 'trigger.http', config: { format: 'csv' } });
    expect(csv.nodes[1]!.config['text']).toContain('"qty": qty');
    expect(errorsOf(beginning('text', 'x'))).toEqual(['send address_missing']);
    expect(errorsOf(beginning('json', { other: 1 }))).toEqual(['send address_missing']);
  });

  it('names fields as JSONata reads them', () => {
    expect(['a1', 'and', 'x-y', 'a`b'].map(quoted)).toEqual(['a1', '`and`', '`x-y`', '$lookup($, "a`b")']);
  });
});

const api = {
  openapi: '3.0.0',
  info: { title: 'Billing' },
  servers: [{ url: 'https://billing.example/v1' }],
  paths: {
    '/invoices/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
      put: {
        operationId: 'putInvoice',
        parameters: [
          { $ref: '#/components/parameters/Mode' },
          { name: 'X-Site', in: 'header', required: true, schema: { type: 'string' } },
          { name: 'Authorization', in: 'header', required: true, schema: { type: 'string' } },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Invoice' } } } },
        responses: { '200': { content: { 'application/json': { example: '{"id": "INV"}' } } } },
      },
      get: { responses: {} },
    },
  },
  components: {
    parameters: { Mode: { name: 'mode', in: 'query', required: true, schema: { enum: ['fast', 'slow'] } } },
    schemas: {
      Invoice: {
        type: 'object',
        properties: {
          number: { type: 'string', example: 'INV-1' },
          date: { type: 'string', format: 'date' },
          lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
          parent: { $ref: '#/components/schemas/Invoice' },
        },
      },
      Line: { allOf: [{ properties: { sku: { type: 'string' } } }, { properties: { quantity: { type: 'integer' } } }] },
    },
  },
};

describe('a flow from an OpenAPI operation', () => {
  it('gives what the operation takes, and keeps what it answers', () => {
    expect(operationsOf(api).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'get /invoices/{id}',
      'put /invoices/{id}',
    ]);
    const flow = flowFromOpenApi('put-invoice', 'Put invoice', api, {
      method: 'put',
      path: '/invoices/{id}',
      direction: 'send',
    })!;
    expect(flowSchema.safeParse(flow).error).toBeUndefined();
    expect(errorsOf(flow)).toEqual(['send connection_missing']);
    expect(flow.nodes[2]!.note).toBe(
      'Make a connection to Billing in each environment, and choose it here. Its base address in the description is https://billing.example/v1.',
    );
    expect(flow.nodes[2]!.config).toMatchObject({
      method: 'PUT',
      url: { template: '/invoices/{{ $encodeUrlComponent($string(id)) }}' },
      query: { mode: { expr: 'mode' } },
      headers: { 'X-Site': { expr: '$string(`X-Site`)' } },
      body: { expr: 'body' },
    });
    const mapped = JSON.parse(flow.nodes[1]!.config['text'] as string);
    expect(mapped).toMatchObject({ mode: 'fast', body: { number: 'INV-1', lines: [{ sku: 'text', quantity: 1 }] } });
    expect(flow.fixtures).toMatchObject([{ kind: 'message' }, { kind: 'answer', expect: { status: '200' } }]);
  });

  it('takes what callers of the operation send', () => {
    const wanted = { method: 'put', path: '/invoices/{id}', direction: 'receive' as const };
    const flow = flowFromOpenApi('take-invoice', 'Take invoice', api, wanted)!;
    expect(flow.nodes[0]).toMatchObject({ type: 'trigger.http', config: { path: 'take-invoice', method: 'PUT' } });
    expect(errorsOf(flow)).toEqual(['send address_missing']);
  });

  it('is none where there is no such operation', () => {
    const wanted = { method: 'post', path: '/nowhere', direction: 'send' as const };
    expect(flowFromOpenApi('x', 'X', api, wanted)).toBeNull();
    expect(flowFromOpenApi('x', 'X', 'not one', wanted)).toBeNull();
  });

  it('ends in a schema that leads in a circle', () => {
    const circle = { a: { $ref: '#/a' } };
    expect(sampleOf(circle, circle.a)).toBeNull();
    expect(JSON.stringify(sampleOf(api, api.components.schemas.Invoice)).length).toBeLessThan(2000);
  });
});
