import { flowSchema, slug } from '@throughline/flow';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';

/** The new flow. */
export const named = { id: slug, name: flowSchema.shape.name };

export const begun = z.object({ id: z.string(), revision: z.int() });

/** An OpenAPI description as text: YAML, of which JSON is a part. */
export const apiText = z.string().min(1).max(8_000_000);

export async function readApi(text: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch {
    throw new Refusal(400, 'openapi_unreadable', 'The text is neither JSON nor YAML.');
  }
}
