import type { Finding, Rule } from '../finding.ts';
import type { Source } from '../source.ts';

export const GOAL_LINES = 300;
const WALL_LINES = 600;
const MEDIAN_LINES = 120;
const MAY_READ_ENV = /^(apps\/[^/]+\/src\/(serve|start|main)\.ts|.*\.config\.ts)$/;

/** Files stay under 300 lines, never pass 600, and the median is 120 at most. */
export const sizes: Rule = ({ sources }) => {
  const all = [...sources.values()].map(({ lines }) => lines).sort((a, b) => a - b);
  const median = all[all.length >> 1] ?? 0;
  const walls = [...sources.values()]
    .filter(({ lines }) => lines > WALL_LINES)
    .map(({ path, lines }) => ({ path, sentence: `${lines} lines; ${WALL_LINES} is the wall` }));
  if (median <= MEDIAN_LINES) return walls;
  return [...walls, { path: '.', sentence: `the median file has ${median} lines; ${MEDIAN_LINES} at most` }];
};

/** Files past the goal, longest first: allowed, and worth a look. */
export const longFiles: Rule = ({ sources }) =>
  [...sources.values()]
    .filter(({ lines }) => lines > GOAL_LINES)
    .sort((a, b) => b.lines - a.lines)
    .map(({ path, lines }) => ({ path, sentence: `${lines} lines; the goal is ${GOAL_LINES}` }));

/** Named exports only; a tool's configuration file is asked for its default by the tool. */
export const namedExports: Rule = ({ sources }) => [
  ...at(
    [...sources.values()].filter(({ path }) => !/\.config\.ts$/.test(path)),
    'defaultExports',
    'exports a default; give it a name',
  ),
  ...at(sources.values(), 'starExports', 'exports everything of another file; name what it offers'),
];

/** Configuration is read once, at the top of an app, and passed in. */
export const noEnvironmentBelow: Rule = ({ sources, isTest }) =>
  at(
    [...sources.values()].filter(({ path }) => !MAY_READ_ENV.test(path) && !isTest(path)),
    'envReads',
    'reads process.env; take the setting as an argument',
  );

/** Every package and app says what it is. */
export const readmes: Rule = ({ tree, manifests }) =>
  [...manifests.keys()]
    .map((folder) => (folder === '' ? 'README.md' : `${folder}/README.md`))
    .filter((path) => !tree.has(path))
    .map((path) => ({
      path,
      sentence: 'is missing: one line what it is, what it must not do, how to follow one thing through it',
    }));

function at(
  sources: Iterable<Source>,
  key: 'defaultExports' | 'starExports' | 'envReads',
  sentence: string,
): Finding[] {
  return [...sources].flatMap((source) => source[key].map((line) => ({ path: source.path, line, sentence })));
}
