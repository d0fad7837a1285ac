import { flowSchema } from '../document.ts';
import { changedMeanwhile, defineOperation, refuseChanged } from './operation.ts';

const description = flowSchema.shape.description.unwrap();

/** Says what the flow is for. */
export const describeFlow = defineOperation(
  'describe-flow',
  'Describe flow',
  { description, was: description.optional() },
  (document, { description, was }) => {
    if (changedMeanwhile(document.description, was, description)) return refuseChanged('The description of the flow');
    return document.description === description ? document : { ...document, description };
  },
);
