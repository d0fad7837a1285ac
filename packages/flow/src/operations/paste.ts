import { z } from 'zod';
import { nodeId, positionSchema } from '../document.ts';
import { fragmentSchema, refusedFragment, withFragment } from './fragment.ts';
import { defineOperation } from './operation.ts';

/** Puts a copied part of a flow in, under new ids. `offset` moves it from where it was drawn. */
export const paste = defineOperation(
  'paste',
  'Paste',
  {
    fragment: fragmentSchema,
    ids: z.record(nodeId, nodeId).default({}),
    offset: positionSchema.default({ x: 0, y: 0 }),
  },
  (document, { fragment, ids, offset }, catalogue) =>
    refusedFragment(fragment, catalogue) ?? withFragment(document, fragment, ids, offset),
);
