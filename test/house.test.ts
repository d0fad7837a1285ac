import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Rule, show } from './support/house/finding.ts';
import { buildHouse } from './support/house/house.ts';
import { declaredDependencies, frontDoors, noCycles, noOwnBarrel, noTypeCycles } from './support/house/rules/doors.ts';
import { longFiles, namedExports, noEnvironmentBelow, readmes, sizes } from './support/house/rules/shape.ts';
import { canvasKnowsNoApi, importTable, knownRooms, libraryRooms, pureRooms } from './support/house/rules/table.ts';
import { citedPaths, glossaryWords, noConfessions } from './support/house/rules/words.ts';
import { readTree } from './support/house/tree.ts';

const rules: Record<string, Rule> = {
  'rooms import what the table allows': importTable,
  'every folder is a room of the table': knownRooms,
  'libraries stay in their rooms': libraryRooms,
  'pure rooms name no Node module': pureRooms,
  'nothing knows both the canvas and the API': canvasKnowsNoApi,
  'packages are entered through their exports': frontDoors,
  'imports are declared': declaredDependencies,
  'nobody imports their own barrel': noOwnBarrel,
  'no file imports itself through others': noCycles,
  'files stay small': sizes,
  'exports have names': namedExports,
  'the environment is read at the top': noEnvironmentBelow,
  'every package has a README': readmes,
  'comments confess nothing': noConfessions,
  'names use the glossary': glossaryWords,
  'cited paths exist': citedPaths,
};

describe('the house', () => {
  const house = buildHouse(readTree(fileURLToPath(new URL('..', import.meta.url))));
  for (const finding of [...longFiles(house), ...noTypeCycles(house)]) console.log(`worth a look: ${show(finding)}`);

  it.each(Object.entries(rules))('%s', (_, rule) => {
    expect(rule(house).map(show)).toEqual([]);
  });
});
