import { describe, expect, it } from 'vitest';
import type { Rule } from './finding.ts';
import { declaredDependencies, frontDoors, noCycles, noOwnBarrel, noTypeCycles } from './rules/doors.ts';
import { canvasKnowsNoApi, importTable, knownRooms, libraryRooms, pureRooms } from './rules/table.ts';
import { brokenIn } from './sound.ts';

const rules = {
  importTable,
  knownRooms,
  libraryRooms,
  pureRooms,
  canvasKnowsNoApi,
  frontDoors,
  declaredDependencies,
  noOwnBarrel,
  noCycles,
  noTypeCycles,
};

it.each(Object.entries(rules))('a sound house has no finding of %s', (_, rule) => {
  expect(brokenIn(rule)).toEqual([]);
});

/** What it shows, the rule, the wrong file, its text, and the sentence that must come. */
const wrongs: [string, Rule, string, string, string][] = [
  [
    'a library room reaching up',
    importTable,
    'packages/flow/src/a.ts',
    `import { run } from '@throughline/engine';`,
    'flow may not import engine',
  ],
  [
    'one door of the server reaching another',
    importTable,
    'apps/server/src/api/b.ts',
    `import { x } from '../worker/lane.ts';`,
    'server/api may not import server/worker',
  ],
  [
    'a sub-room reaching past the table',
    importTable,
    'apps/server/src/api/b.ts',
    `import { send } from '@throughline/nodes/runs';`,
    'server/api may not import nodes/runs',
  ],
  [
    'a value where types are allowed',
    importTable,
    'packages/nodes/src/route/run.ts',
    `import { run } from '@throughline/engine';`,
    'nodes/runs may import only types of engine, not run',
  ],
  [
    'a whole module where types are allowed',
    importTable,
    'packages/sandbox/src/a.ts',
    `import * as flow from '@throughline/flow';`,
    'sandbox may import only types of flow, not *',
  ],
  [
    'an import for its effects where types are allowed',
    importTable,
    'packages/sandbox/src/a.ts',
    `import '@throughline/flow';`,
    'sandbox may import only types of flow, not *',
  ],
  [
    'a re-export across rooms',
    importTable,
    'packages/flow/src/a.ts',
    `export { run } from '@throughline/engine';`,
    'flow may not import engine',
  ],
  [
    'a type taken inline',
    importTable,
    'packages/flow/src/a.ts',
    `export type A = import('@throughline/engine').Receipt;`,
    'flow may not import engine',
  ],
  [
    'an import at run time',
    importTable,
    'packages/flow/src/a.ts',
    `export const a = import('@throughline/engine');`,
    'flow may not import engine',
  ],
  [
    'a definition that reaches the engine',
    importTable,
    'packages/nodes/src/connector/http/definition.ts',
    `import type { Receipt } from '@throughline/engine'; export const http = 1 as unknown as Receipt;`,
    'nodes/definitions may not import engine',
  ],
  [
    'a room nobody decided',
    knownRooms,
    'apps/server/src/shared/text.ts',
    'export const a = 1;',
    'server/shared is no room of the house',
  ],
  [
    'a package nobody decided',
    knownRooms,
    'packages/utils/src/text.ts',
    'export const a = 1;',
    'utils is no room of the house',
  ],
  [
    'SQL outside the store',
    libraryRooms,
    'apps/server/src/api/b.ts',
    `import { sql } from 'drizzle-orm/pg-core';`,
    'drizzle-orm belongs to store',
  ],
  [
    'the driver outside the store',
    libraryRooms,
    'apps/server/src/worker/b.ts',
    `import postgres from 'postgres';`,
    'postgres belongs to store',
  ],
  [
    'the bell outside its room',
    libraryRooms,
    'packages/store/src/message/a.ts',
    `import { run } from 'graphile-worker';`,
    'graphile-worker belongs to',
  ],
  [
    'isolates outside the sandbox',
    libraryRooms,
    'packages/engine/src/a.ts',
    `import ivm from 'isolated-vm';`,
    'isolated-vm belongs to sandbox',
  ],
  [
    'the canvas library outside design',
    libraryRooms,
    'apps/designer/src/operate/a.tsx',
    `import { ReactFlow } from '@xyflow/react';`,
    '@xyflow/react belongs to designer/design',
  ],
  [
    'a library where few are allowed',
    libraryRooms,
    'packages/flow/src/a.ts',
    `import lodash from 'lodash';`,
    'flow uses zod',
  ],
  [
    'files in a pure room',
    pureRooms,
    'packages/flow/src/a.ts',
    `import { readFile } from 'node:fs/promises';`,
    'flow may not use node:fs/promises',
  ],
  [
    'files in a pure room, by the old name',
    pureRooms,
    'packages/formats/src/a.ts',
    `import fs from 'fs';`,
    'formats may not use node:fs',
  ],
  [
    'canvas and API in one file',
    canvasKnowsNoApi,
    'apps/designer/src/design/a.tsx',
    `import '@xyflow/react'; import { api } from '../api.ts';`,
    'imports both',
  ],
  [
    'a deep import',
    frontDoors,
    'packages/engine/src/a.ts',
    `import { compile } from '@throughline/flow/src/compile.ts';`,
    'is no door',
  ],
  [
    'a way round the door',
    frontDoors,
    'packages/engine/src/a.ts',
    `import { compile } from '../../flow/src/compile.ts';`,
    'past its exports',
  ],
  [
    'an undeclared library',
    declaredDependencies,
    'packages/engine/src/a.ts',
    `import { z } from 'zod';`,
    'zod is not declared in packages/engine/package.json',
  ],
  [
    'an undeclared neighbour',
    declaredDependencies,
    'packages/store/src/a.ts',
    `import { run } from '@throughline/flow';`,
    '@throughline/flow is not declared',
  ],
  [
    'a test tool in what ships',
    declaredDependencies,
    'packages/flow/src/a.ts',
    `import { it } from 'vitest';`,
    'vitest is not declared',
  ],
  [
    'its own barrel',
    noOwnBarrel,
    'packages/flow/src/a.ts',
    `import { compile } from './index.ts';`,
    'imports its own barrel',
  ],
  [
    'its own barrel by name',
    noOwnBarrel,
    'packages/flow/src/a.ts',
    `import { compile } from '@throughline/flow';`,
    'imports its own barrel',
  ],
  [
    'a circle',
    noCycles,
    'packages/flow/src/compile.ts',
    `import { compile } from './index.ts'; export const other = compile;`,
    'imports itself: packages/flow/src/index.ts → packages/flow/src/compile.ts → packages/flow/src/index.ts',
  ],
  [
    'a circle of types',
    noTypeCycles,
    'packages/flow/src/compile.ts',
    `import type { Plan } from './index.ts'; export const compile: Plan = 1;`,
    'imports itself',
  ],
  ['a realm outside the sandbox', libraryRooms, 'packages/engine/src/a.ts', `import 'ses';`, 'ses belongs to sandbox'],
  ['an import of nothing', frontDoors, 'packages/engine/src/a.ts', `import { a } from './gone.ts';`, 'does not exist'],
];

describe('each rule finds', () => {
  it.each(wrongs)('%s', (_, rule, path, text, sentence) => {
    const beside = { 'apps/server/src/worker/lane.ts': 'export const x = 1;' };
    const findings = brokenIn(rule, { ...beside, [path]: text });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(sentence);
  });
});

describe('each rule lets pass', () => {
  it('a circle through types', () => {
    const back = `import type { Plan } from './index.ts'; export const compile = 1 as unknown as Plan;`;
    expect(brokenIn(noCycles, { 'packages/flow/src/compile.ts': back })).toEqual([]);
  });

  const rights: [string, Rule, string, string][] = [
    [
      'a value of a types-only room in a test',
      importTable,
      'packages/nodes/src/a.test.ts',
      `import { run } from '@throughline/engine';`,
    ],
    [
      'the workspace test tool in a test',
      declaredDependencies,
      'packages/flow/src/a.test.ts',
      `import { it } from 'vitest';`,
    ],
    [
      'a test at its own front door',
      noOwnBarrel,
      'packages/flow/src/a.test.ts',
      `import { compile } from './index.ts';`,
    ],
  ];
  it.each(rights)('%s', (_, rule, path, text) => {
    expect(brokenIn(rule, { [path]: text })).toEqual([]);
  });

  it('what only tests import, as if it were a test', () => {
    const cases = { 'packages/flow/src/cases.ts': `import { it } from 'vitest';` };
    const test = { 'packages/flow/src/a.test.ts': `import './cases.ts';` };
    expect(brokenIn(declaredDependencies, { ...cases, ...test })).toEqual([]);
    expect(brokenIn(declaredDependencies, cases)).toHaveLength(1);
  });
});
