import { flowFromOpenApi, isOpenApi, operationsOf } from '@throughline/nodes/definitions';
import { audited, createFlow } from '@throughline/store';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofNothing } from '../flows/scope.ts';
import { apiText, begun, named, readApi } from './fields.ts';

export const listApiOperations = route(
  {
    method: 'post',
    path: '/openapi/operations',
    summary: 'The operations of an OpenAPI 3 description, to begin a flow from one',
    permission: 'flow.edit',
    where: ofNothing,
    bytes: 10 * 1024 * 1024,
    body: z.strictObject({ text: apiText }),
    answer: z.object({
      title: z.string(),
      operations: z.array(
        z.object({
          method: z.string(),
          path: z.string(),
          operationId: z.string().nullable(),
          summary: z.string().nullable(),
        }),
      ),
    }),
  },
  async ({ body }) => {
    const document = await described(body.text);
    const { title } = (document.info ?? {}) as { title?: unknown };
    return { title: typeof title === 'string' ? title : '', operations: operationsOf(document) };
  },
);

export const beginFromOpenApi = route(
  {
    method: 'post',
    path: '/flows/from-openapi',
    summary:
      'Begin a flow around one operation of an OpenAPI 3 description: one that calls it, or one that takes its calls',
    permission: 'flow.edit',
    where: ofNothing,
    bytes: 10 * 1024 * 1024,
    body: z.strictObject({
      ...named,
      text: apiText,
      operation: z.strictObject({ method: z.string().max(10), path: z.string().max(500) }),
      direction: z.enum(['send', 'receive']).default('send'),
    }),
    answer: begun,
    status: 201,
  },
  async ({ store, principal, body: { id, name, text, operation, direction } }) => {
    const wanted = { method: operation.method.toLowerCase(), path: operation.path, direction };
    const document = flowFromOpenApi(id, name, await described(text), wanted);
    if (document === null) {
      throw new Refusal(400, 'operation_unknown', 'The description has no operation of this method and path.');
    }
    return audited(store, principal, 'flow.create', async (tx) => {
      const { revision } = await createFlow(tx, document, principal.name);
      return {
        result: { id, revision },
        object: `flow:${id}`,
        summary: `Began the flow ${id} from an API description.`,
      };
    });
  },
);

async function described(text: string) {
  const document = await readApi(text);
  if (isOpenApi(document)) return document;
  throw new Refusal(400, 'not_openapi', 'This is no OpenAPI 3 description: it does not say `openapi: 3…`.');
}
