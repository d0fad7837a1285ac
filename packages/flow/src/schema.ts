import { z } from 'zod';
import { DOCUMENT_VERSION, flowSchema } from './document.ts';
import { operationSchema } from './operations/operations.ts';

type JsonSchema = Record<string, unknown>;

/** JSON Schema (draft 2020-12) of a saved flow, for publication. */
export function flowJsonSchema(): JsonSchema {
  return published(flowSchema, `urn:throughline:flow:${DOCUMENT_VERSION}`);
}

/** JSON Schema (draft 2020-12) of one edit operation. */
export function operationJsonSchema(): JsonSchema {
  return published(operationSchema, `urn:throughline:operation:${DOCUMENT_VERSION}`);
}

function published(schema: z.ZodType, id: string): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return { $schema, $id: id, ...rest };
}
