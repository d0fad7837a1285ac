import type { HostRun } from '@throughline/engine';
import { routeGather } from './route/gather/run.ts';
import { routeSplit } from './route/split/run.ts';
import { transformBuild } from './transform/build/run.ts';
import { transformParse } from './transform/parse/run.ts';

/** The host runs that touch nothing outside: the same in earnest and in a rehearsal. */
export const insideRuns: [string, HostRun][] = [
  ['transform.parse', transformParse],
  ['transform.build', transformBuild],
  ['route.split', routeSplit],
  ['route.gather', routeGather],
];
