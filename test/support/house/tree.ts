import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A checkout as text: path from the root, with forward slashes → content. Tests hand in trees of their own. */
export type Tree = ReadonlyMap<string, string>;

const NOT_OURS = new Set(['node_modules', 'dist', 'generated', 'coverage']);
const READ = /\.(ts|tsx|js|mjs|json|md)$/;
const OWN_DOT_FOLDERS = new Set(['.ci']);

/** Reads everything of ours below `root`; files that are not source, manifest or prose are listed with empty text. */
export function readTree(root: string): Tree {
  const tree = new Map<string, string>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (NOT_OURS.has(entry.name) || (entry.name.startsWith('.') && !OWN_DOT_FOLDERS.has(entry.name))) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) tree.set(path, READ.test(path) ? readFileSync(join(root, path), 'utf8') : '');
    }
  };
  walk('');
  return tree;
}
