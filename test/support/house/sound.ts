import type { Rule } from './finding.ts';
import { show } from './finding.ts';
import { buildHouse } from './house.ts';

const manifest = (name: string, exports: Record<string, string>, more: object = {}) =>
  JSON.stringify({ name: `@throughline/${name}`, exports, ...more });

/** A small house that breaks no rule; each case lays one wrong file over it. */
const sound = {
  'package.json': JSON.stringify({ devDependencies: { vitest: '1' } }),
  'packages/flow/package.json': manifest('flow', { '.': './src/index.ts' }, { dependencies: { zod: '1' } }),
  'packages/flow/src/index.ts': `export { type Plan, compile } from './compile.ts';`,
  'packages/flow/src/compile.ts': `import { z } from 'zod'; export interface Plan { id: string } export const compile = z;`,
  'packages/engine/package.json': manifest(
    'engine',
    { '.': './src/index.ts' },
    { dependencies: { '@throughline/flow': '1' } },
  ),
  'packages/engine/src/index.ts': `export class StepFailure extends Error {} export interface Receipt { id: string } export const run = 1;`,
  'packages/nodes/package.json': manifest(
    'nodes',
    { './definitions': './src/definitions.ts', './runs': './src/runs.ts' },
    { dependencies: { '@throughline/engine': '1', '@throughline/flow': '1', undici: '1' } },
  ),
  'packages/nodes/src/definitions.ts': `export { http } from './connector/http/definition.ts';`,
  'packages/nodes/src/connector/http/definition.ts': `export const http = { type: 'http' };`,
  'packages/nodes/src/runs.ts': `export { send } from './connector/http/run.ts';`,
  'packages/nodes/src/connector/http/run.ts': `import { type Receipt, StepFailure } from '@throughline/engine';
    import { request } from 'undici'; export const send = (receipt: Receipt) => request(receipt.id) ?? new StepFailure();`,
  'packages/store/package.json': manifest('store', { '.': './src/index.ts' }, { dependencies: { postgres: '1' } }),
  'packages/store/src/index.ts': `import postgres from 'postgres'; export const open = postgres;`,
  'apps/server/package.json': manifest(
    'server',
    { './api': './src/api/app.ts' },
    { dependencies: { '@throughline/store': '1', '@throughline/nodes': '1', '@throughline/engine': '1' } },
  ),
  'apps/server/src/api/app.ts': `import { open } from '@throughline/store'; export const app = open;`,
  'apps/server/src/serve.ts': `import { app } from './api/app.ts'; export const port = process.env['PORT'] ?? app;`,
  'apps/designer/package.json': manifest('designer', {}, { dependencies: { '@xyflow/react': '1' } }),
  'apps/designer/src/api.ts': `export const api = 1;`,
  'apps/designer/src/design/canvas.tsx': `import { ReactFlow } from '@xyflow/react'; export const canvas = <ReactFlow />;`,
  'GLOSSARY.md': '| word | meaning | never |\n|---|---|---|\n| **message** | what runs | `payload`, record |\n',
};

/** What a rule says about the sound house with these files laid over it. */
export const brokenIn = (rule: Rule, wrong: Record<string, string> = {}) =>
  rule(buildHouse(new Map(Object.entries({ ...sound, ...wrong })))).map(show);
