import { fixtureSchema } from '../document.ts';
import { sameJson } from '../json/same.ts';
import { nodeOf } from './change.ts';
import { sameFixture } from './fixtures.ts';
import { changedMeanwhile, defineOperation, refuseChanged, refuseGone } from './operation.ts';

/** Keeps a sample with the flow, in place of the one of the same name, kind and node. */
export const setFixture = defineOperation(
  'set-fixture',
  'Keep sample',
  { fixture: fixtureSchema, was: fixtureSchema.nullable().optional() },
  (document, { fixture, was }) => {
    if (!nodeOf(document, fixture.node)) return refuseGone(fixture.node);
    const at = document.fixtures.findIndex((other) => sameFixture(other, fixture));
    const now = document.fixtures[at];
    if (changedMeanwhile(now, was, fixture)) return refuseChanged(`The sample ${fixture.name}`, { node: fixture.node });
    if (now && sameJson(now, fixture)) return document;
    const fixtures = now ? document.fixtures.with(at, fixture) : [...document.fixtures, fixture];
    return { ...document, fixtures };
  },
);
