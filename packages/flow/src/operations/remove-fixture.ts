import { fixtureSchema } from '../document.ts';
import { sameFixture } from './fixtures.ts';
import { changedMeanwhile, defineOperation, refuseChanged } from './operation.ts';

const { name, kind, node } = fixtureSchema.shape;

/** Takes a sample away; one already gone is no matter. */
export const removeFixture = defineOperation(
  'remove-fixture',
  'Remove sample',
  { name, kind, node, was: fixtureSchema.optional() },
  (document, { was, ...key }) => {
    const now = document.fixtures.find((fixture) => sameFixture(fixture, key));
    if (!now) return document;
    if (changedMeanwhile(now, was, null)) return refuseChanged(`The sample ${now.name}`, { node: now.node });
    return { ...document, fixtures: document.fixtures.filter((fixture) => fixture !== now) };
  },
);
