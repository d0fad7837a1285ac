import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { type Import, readSource, type Source } from './source.ts';
import type { Tree } from './tree.ts';

export interface Manifest {
  folder: string;
  name: string;
  exports: Record<string, string>;
  dependencies: string[];
  devDependencies: string[];
}

/** Where an import leads. */
export type Target =
  | { kind: 'file'; path: string }
  | { kind: 'library'; name: string }
  | { kind: 'node'; name: string }
  /** Ours, but not through a door: a deep path, another package's file, or something that does not exist. */
  | { kind: 'wall'; why: string };

export interface House {
  tree: Tree;
  sources: ReadonlyMap<string, Source>;
  /** By folder; the workspace's own is ''. */
  manifests: ReadonlyMap<string, Manifest>;
  targetOf(from: string, specifier: string): Target;
  /** Imports of a file that lead to files of ours. */
  neighbours(path: string): { path: string; via: Import }[];
  roomOf(path: string): string;
  /** Tests, and what only tests import. */
  isTest(path: string): boolean;
}

const SOURCE = /^(apps|packages|test)\/.*\.(ts|tsx|js|mjs)$/;
const SCOPE = '@throughline/';

/** Reads a checkout into what the rules ask about. */
export function buildHouse(tree: Tree): House {
  const sources = new Map<string, Source>();
  const manifests = new Map<string, Manifest>();
  for (const [path, text] of tree) {
    if (SOURCE.test(path)) sources.set(path, readSource(path, text));
    if (/^((apps|packages)\/[^/]+\/|test\/)?package\.json$/.test(path))
      manifests.set(folderOf(path), readManifest(path, text));
  }
  const byName = new Map([...manifests.values()].map((manifest) => [manifest.name, manifest]));

  const targetOf = (from: string, specifier: string): Target => {
    if (specifier.startsWith('.')) return relative(from, specifier);
    if (isBuiltin(specifier))
      return { kind: 'node', name: specifier.startsWith('node:') ? specifier : `node:${specifier}` };
    const scheme = /^[a-z]+:/.exec(specifier)?.[0];
    if (scheme) return { kind: 'library', name: scheme };
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    if (!name.startsWith(SCOPE)) return { kind: 'library', name };
    const manifest = byName.get(name);
    const door = manifest?.exports[`.${specifier.slice(name.length)}`];
    if (!manifest || door === undefined)
      return { kind: 'wall', why: `${specifier} is no door of any package's exports` };
    return { kind: 'file', path: posix.join(manifest.folder, door) };
  };

  const relative = (from: string, specifier: string): Target => {
    const path = posix.join(posix.dirname(from), specifier);
    if (!tree.has(path)) return { kind: 'wall', why: `${specifier} does not exist` };
    const isSupport = isNamedTest(from) && path.startsWith('test/support/');
    if (packageOf(path) !== packageOf(from) && !isSupport) {
      return { kind: 'wall', why: `${specifier} goes into another package past its exports` };
    }
    return { kind: 'file', path };
  };

  const neighbours = (path: string) =>
    (sources.get(path)?.imports ?? []).flatMap((via) => {
      const target = targetOf(path, via.specifier);
      return target.kind === 'file' ? [{ path: target.path, via }] : [];
    });

  const testOnly = onlyFromTests([...sources.keys()], (path) => neighbours(path).map((next) => next.path));
  const inNodes = (path: string) =>
    neighbours(path)
      .map((next) => next.path)
      .filter((next) => next.startsWith('packages/nodes/'));
  // What a browser may load of the catalogue: its definitions, and the reading of mappings beside them.
  const definitions = new Set(
    ['definitions.ts', 'mapping/index.ts'].flatMap((door) => [...reachable(`packages/nodes/src/${door}`, inNodes)]),
  );
  const roomOf = (path: string): string => {
    const [top, name = '', src, sub, ...rest] = path.split('/');
    if (top === 'test') return 'test';
    if (path.startsWith('packages/nodes/')) return definitions.has(path) ? 'nodes/definitions' : 'nodes/runs';
    const isFoldered = top === 'apps' && (name === 'server' || name === 'designer');
    return isFoldered && src === 'src' && rest.length > 0 ? `${name}/${sub}` : name;
  };

  return { tree, sources, manifests, targetOf, neighbours, roomOf, isTest: (path) => testOnly.has(path) };
}

/** `packages/flow/src/graph.ts` → `packages/flow`. */
export function packageOf(path: string): string {
  return path.startsWith('test/') ? 'test' : path.split('/').slice(0, 2).join('/');
}

function isNamedTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('test/');
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

function readManifest(path: string, text: string): Manifest {
  const json = JSON.parse(text) as Record<string, Record<string, string> | undefined> & { name?: string };
  const listed = (key: string) => Object.keys(json[key] ?? {});
  return {
    folder: folderOf(path),
    name: json.name ?? '',
    exports: json['exports'] ?? {},
    dependencies: [...listed('dependencies'), ...listed('optionalDependencies'), ...listed('peerDependencies')],
    devDependencies: listed('devDependencies'),
  };
}

function reachable(start: string, next: (path: string) => string[]): Set<string> {
  const seen = new Set([start]);
  for (const path of seen) for (const other of next(path)) seen.add(other);
  return seen;
}

/** Test files, and files that have importers which are all among these already. */
function onlyFromTests(paths: string[], next: (path: string) => string[]): Set<string> {
  const importers = new Map<string, string[]>();
  for (const path of paths)
    for (const other of next(path)) importers.set(other, [...(importers.get(other) ?? []), path]);
  const found = new Set(paths.filter(isNamedTest));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [path, by] of importers) if (by.every((importer) => found.has(importer))) found.add(path);
  }
  return found;
}
