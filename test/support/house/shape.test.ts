import { describe, expect, it } from 'vitest';
import type { Rule } from './finding.ts';
import { longFiles, namedExports, noEnvironmentBelow, readmes, sizes } from './rules/shape.ts';
import { citedPaths, glossaryWords, noConfessions } from './rules/words.ts';
import { brokenIn } from './sound.ts';

const rules = { sizes, longFiles, namedExports, noEnvironmentBelow, noConfessions, glossaryWords, citedPaths };

it.each(Object.entries(rules))('a sound house has no finding of %s', (_, rule) => {
  expect(brokenIn(rule)).toEqual([]);
});

/** What it shows, the rule, the wrong file, its text, and the sentence that must come. */
const wrongs: [string, Rule, string, string, string][] = [
  [
    'a default export by another spelling',
    namedExports,
    'packages/flow/src/a.ts',
    'const a = 1; export { a as default };',
    'exports a default',
  ],
  [
    'an export of everything',
    namedExports,
    'packages/flow/src/a.ts',
    `export * from './compile.ts';`,
    'exports everything',
  ],
  [
    'the environment read below',
    noEnvironmentBelow,
    'packages/store/src/a.ts',
    'export const a = process.env.HOME;',
    'reads process.env',
  ],
  [
    'the environment in brackets',
    noEnvironmentBelow,
    'packages/store/src/a.ts',
    `export const a = process['env'];`,
    'reads process.env',
  ],
  [
    'the environment by import',
    noEnvironmentBelow,
    'packages/store/src/a.ts',
    `import { env } from 'node:process'; export const a = env;`,
    'reads process.env',
  ],
  [
    'a promise for later',
    noConfessions,
    'packages/flow/src/a.ts',
    '// TODO tidy\nexport const a = 1;',
    '"TODO" in a comment',
  ],
  [
    'a check switched off',
    noConfessions,
    'packages/flow/src/a.ts',
    '// @ts-ignore\nexport const a = 1;',
    '"@ts-ignore" in a comment',
  ],
  [
    'a forbidden name',
    glossaryWords,
    'packages/flow/src/a.ts',
    'export const rawPayloadSize = 1;',
    'the glossary says message, never payload',
  ],
  [
    'a forbidden parameter',
    glossaryWords,
    'packages/flow/src/a.ts',
    'export const a = (payload: string) => payload;',
    'never payload',
  ],
  [
    'a forbidden field',
    glossaryWords,
    'packages/flow/src/a.ts',
    'export interface A { payload: string }',
    'never payload',
  ],
  [
    'a path that is gone',
    citedPaths,
    'AGENTS.md',
    'see `packages/flow/src/gone.ts`',
    'cites packages/flow/src/gone.ts',
  ],
  ['a file past the wall', sizes, 'packages/flow/src/a.ts', 'export const a = 1;\n'.repeat(601), '601 lines'],
  ['a file past the goal', longFiles, 'packages/flow/src/a.ts', '\n'.repeat(301), '301 lines'],
  ['a default export', namedExports, 'packages/flow/src/a.ts', 'export default 1;', 'exports a default'],
  ['a link that is gone', citedPaths, 'packages/flow/README.md', '[ops](src/operations)', 'cites src/operations'],
];

describe('each rule finds', () => {
  it.each(wrongs)('%s', (_, rule, path, text, sentence) => {
    const findings = brokenIn(rule, { [path]: text });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(sentence);
  });

  it('a package without a README', () => {
    expect(brokenIn(readmes)).toContain(
      'packages/flow/README.md  is missing: one line what it is, what it must not do, how to follow one thing through it',
    );
  });

  it('files that are long all over', () => {
    const long = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`packages/flow/src/f${i}.ts`, '\n'.repeat(121)]),
    );
    expect(brokenIn(sizes, long)).toEqual(['.  the median file has 121 lines; 120 at most']);
  });
});

describe('each rule lets pass', () => {
  const rights: [string, Rule, string, string][] = [
    [
      "a foreign object's key",
      glossaryWords,
      'packages/flow/src/a.ts',
      'export const a = ({ payload: message }: never) => message;',
    ],
    [
      'any named place holder',
      citedPaths,
      'AGENTS.md',
      '`packages/<name>/src/compile.ts` and `packages/*/package.json`',
    ],
    ['the environment of children', noEnvironmentBelow, 'packages/store/src/a.ts', `process.env['TZ'] = 'UTC';`],
    ['advice of the glossary', glossaryWords, 'packages/flow/src/a.ts', 'export const record = 1;'],
  ];
  it.each(rights)('%s', (_, rule, path, text) => {
    expect(brokenIn(rule, { [path]: text })).toEqual([]);
  });
});
