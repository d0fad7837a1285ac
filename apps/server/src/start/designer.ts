import { spawn } from 'node:child_process';
import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StartFailure } from '../postgres/failure.ts';

/** What the web app is built from; anything newer than the build makes it stale. */
const SOURCES = [
  'apps/designer',
  'packages/flow/src',
  'packages/contracts/src',
  'packages/formats/src',
  'packages/nodes/src',
];
const BUILT = 'apps/designer/dist/index.html';
const NOT_SOURCES = new Set(['dist', 'node_modules', '.turbo']);

/** `absent`: this checkout has no web app. */
export function designerState(root: string): 'absent' | 'missing' | 'stale' | 'fresh' {
  if (!existsSync(join(root, 'apps/designer/package.json'))) return 'absent';
  const built = modifiedAt(join(root, BUILT));
  if (built === undefined) return 'missing';
  return SOURCES.some((folder) => hasNewer(join(root, folder), built)) ? 'stale' : 'fresh';
}

/** Builds the web app with its own vite. Throws StartFailure `designer_build` with the build's last words. */
export function buildDesigner(root: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const cwd = join(root, 'apps/designer');
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${env['PATH'] ?? ''}`;
  return new Promise((resolve, reject) => {
    const child = spawn(join(cwd, 'node_modules/.bin/vite'), ['build', '--logLevel=warn'], {
      cwd,
      signal,
      env: { ...env, PATH: path, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-4000);
      });
    }
    const fail = () => reject(new StartFailure('designer_build', `The web app did not build:\n${output.trim()}`));
    child.once('error', fail);
    child.once('close', (code) => (code === 0 ? resolve() : fail()));
  });
}

function hasNewer(folder: string, than: number): boolean {
  return entriesOf(folder).some((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return !NOT_SOURCES.has(entry.name) && hasNewer(path, than);
    return (modifiedAt(path) ?? 0) > than;
  });
}

function entriesOf(folder: string): Dirent[] {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}

function modifiedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
