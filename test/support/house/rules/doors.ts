import type { Finding, Rule } from '../finding.ts';
import { type House, packageOf } from '../house.ts';

/** A package is entered through its exports, and a path that is imported exists. */
export const frontDoors: Rule = (house) =>
  [...house.sources.values()].flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, line }) => {
      const target = house.targetOf(path, specifier);
      return target.kind === 'wall' ? [{ path, line, sentence: target.why }] : [];
    }),
  );

/** What a file imports, its own package.json declares; the workspace's own tools serve every test. */
export const declaredDependencies: Rule = (house) =>
  [...house.sources.values()].flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, line, isType }) => {
      const name = foreignName(house, path, specifier);
      const manifest = house.manifests.get(packageOf(path));
      if (name === undefined || name.endsWith(':') || manifest === undefined || name === manifest.name) return [];
      const dev = [...manifest.devDependencies, ...(house.manifests.get('')?.devDependencies ?? [])];
      const known =
        isType || house.isTest(path) || isConfig(path) ? [...manifest.dependencies, ...dev] : manifest.dependencies;
      if (known.includes(name) || (isType && known.includes(typesOf(name)))) return [];
      return [{ path, line, sentence: `${name} is not declared in ${manifest.folder}/package.json` }];
    }),
  );

/** Nobody imports their own barrel; a test that knocks at the front door may. */
export const noOwnBarrel: Rule = (house) =>
  [...house.sources.keys()].flatMap((path) =>
    house
      .neighbours(path)
      .filter(
        (next) => /\/index\.tsx?$/.test(next.path) && packageOf(next.path) === packageOf(path) && !house.isTest(path),
      )
      .map((next) => ({ path, line: next.via.line, sentence: `imports its own barrel ${next.path}; name the file` })),
  );

/** No file needs itself, through others, in order to run. */
export const noCycles: Rule = (house) => cyclesOf(house, (isType) => !isType);

/** Circles through types: allowed, and worth a look; a third file often untangles them. */
export const noTypeCycles: Rule = (house) => {
  const running = new Set(noCycles(house).map(({ sentence }) => sentence));
  return cyclesOf(house, () => true).filter(({ sentence }) => !running.has(sentence));
};

function cyclesOf(house: House, counts: (isType: boolean) => boolean): Finding[] {
  const done = new Set<string>();
  const found = new Map<string, string[]>();
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path);
    if (at !== -1) {
      const cycle = trail.slice(at);
      found.set(cycle.toSorted().join(), cycle);
      return;
    }
    if (done.has(path)) return;
    for (const next of house.neighbours(path)) if (counts(next.via.isType)) visit(next.path, [...trail, path]);
    done.add(path);
  };
  for (const path of house.sources.keys()) visit(path, []);
  return [...found.values()].map((cycle) => ({
    path: cycle[0] as string,
    sentence: `imports itself: ${[...cycle, cycle[0]].join(' → ')}`,
  }));
}

function foreignName(house: House, path: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return undefined;
  const target = house.targetOf(path, specifier);
  if (target.kind === 'library') return target.name;
  return target.kind === 'file' ? specifier.split('/').slice(0, 2).join('/') : undefined;
}

function isConfig(path: string): boolean {
  return /\.config\.ts$/.test(path);
}

function typesOf(name: string): string {
  return `@types/${name.replace('@', '').replace('/', '__')}`;
}
