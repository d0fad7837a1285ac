import { wireSchema } from '../document.ts';
import { withoutWire } from './change.ts';
import { defineOperation } from './operation.ts';

/** Takes one wire away; a wire already gone is no matter. */
export const removeWire = defineOperation(
  'remove-wire',
  'Disconnect',
  { ...wireSchema.shape },
  (document, { from, port, to }) => withoutWire(document, { from, port, to }),
);
