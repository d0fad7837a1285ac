import { flowSchema } from '../document.ts';
import { changedMeanwhile, defineOperation, refuseChanged } from './operation.ts';

const { name } = flowSchema.shape;

/** Gives the flow another name; its id stays. */
export const renameFlow = defineOperation(
  'rename-flow',
  'Rename flow',
  { name, was: name.optional() },
  (document, { name, was }) => {
    if (changedMeanwhile(document.name, was, name)) return refuseChanged('The name of the flow');
    return document.name === name ? document : { ...document, name };
  },
);
