import { posix } from 'node:path';
import type { Rule } from '../finding.ts';

const CONFESSION = /\b(TODO|FIXME|XXX|HACK)\b|biome-ignore|@ts-(ignore|expect-error|nocheck)/;

/** Comments confess nothing and switch no check off. */
export const noConfessions: Rule = ({ sources }) =>
  [...sources.values()].flatMap(({ path, comments }) =>
    comments.flatMap(({ text, line }) => {
      const word = CONFESSION.exec(text)?.[0];
      return word === undefined ? [] : [{ path, line, sentence: `"${word}" in a comment: do it, or open an issue` }];
    }),
  );

/** Names use the glossary's word, never one of the aliases it sets in code type. */
export const glossaryWords: Rule = ({ sources, tree }) => {
  const aliases = forbiddenAliases(tree.get('GLOSSARY.md') ?? '');
  return [...sources.values()].flatMap(({ path, declared }) =>
    declared.flatMap(({ name, line }) => {
      const words = wordsIn(name);
      const hit = aliases.find(({ alias }) => ` ${words} `.includes(` ${alias} `));
      return hit ? [{ path, line, sentence: `"${name}": the glossary says ${hit.word}, never ${hit.alias}` }] : [];
    }),
  );
};

/** Rows `| word | meaning | never |`; an alias in backticks is enforced, one in plain type is advice. */
export function forbiddenAliases(glossary: string): { word: string; alias: string }[] {
  return [...glossary.matchAll(/^\| *([^|]+?) *\|[^|]*\|([^|]*)\| *$/gm)].flatMap(([, word = '', never = '']) =>
    [...never.matchAll(/`([^`]+)`/g)].map(([, alias = '']) => ({
      word: word.replaceAll('*', ''),
      alias: wordsIn(alias),
    })),
  );
}

/** A path or link that prose cites exists. Placeholders (`<name>`, `*`) are read as any name. */
export const citedPaths: Rule = ({ tree }) => {
  const known = new Set([...tree.keys()].flatMap((path) => [path, ...foldersAbove(path)]));
  return [...tree]
    .filter(([path]) => path.endsWith('.md') && !path.startsWith('flows/') && path !== 'CHANGELOG.md')
    .flatMap(([path, text]) =>
      citations(text)
        .filter(({ cited }) => !exists(known, posix.dirname(path), cited))
        .map(({ cited, line }) => ({ path, line, sentence: `cites ${cited}, which does not exist` })),
    );
};

function citations(text: string): { cited: string; line: number }[] {
  return text.split('\n').flatMap((content, i) => {
    const links = [...content.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)];
    const ticked = [...content.matchAll(/`((?:apps|packages|test|flows|docker|\.ci)\/[\w.@/<>*{},-]+)`/g)];
    return [...links, ...ticked].map(([, cited = '']) => ({ cited, line: i + 1 }));
  });
}

function exists(known: Set<string>, folder: string, cited: string): boolean {
  const wanted = cited.replace(/\/$/, '');
  const readings = [wanted, posix.join(folder, wanted)];
  if (!/[<*{]/.test(wanted)) return readings.some((path) => known.has(path));
  const pattern = wanted
    .replace(/[.@+?()[\]\\^$]/g, '\\$&')
    .replace(/<[^>]*>|\*+/g, '[^/]+')
    .replace(
      /\{([^}]*)\}/g,
      (_, names: string) =>
        `(${names
          .split(',')
          .map((name) => name.trim())
          .join('|')})`,
    );
  const expression = new RegExp(`^(.*/)?${pattern}$`);
  return [...known].some((path) => expression.test(path));
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** `rawPayloadSize`, `RAW_PAYLOAD` → `raw payload size`, `raw payload`. */
function wordsIn(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-\s]+/g, ' ')
    .toLowerCase()
    .trim();
}
