import type { Finding, Rule } from '../finding.ts';
import type { House } from '../house.ts';
import { type Allowed, API_CLIENT, frugal, libraries, pure, table } from '../rooms.ts';
import type { Import, Source } from '../source.ts';

/** Rooms import only what their line of the table names. A test may use as a value what its room may use as a type. */
export const importTable: Rule = (house) =>
  eachImport(house, ({ path }, { specifier, line, isType, names }) => {
    const target = house.targetOf(path, specifier);
    if (target.kind !== 'file') return [];
    const from = house.roomOf(path);
    const to = house.roomOf(target.path);
    if (from === to || from === 'test' || (to === 'test' && house.isTest(path))) return [];
    const allowed = table[from]?.find((entry) => roomIn(entry) === to);
    if (allowed === undefined) return [{ path, line, sentence: `${from} may not import ${to}` }];
    if (typeof allowed === 'string' || isType || house.isTest(path)) return [];
    const forbidden = names.filter((name) => !allowed.values?.includes(name));
    if (forbidden.length === 0) return [];
    return [{ path, line, sentence: `${from} may import only types of ${to}, not ${forbidden.join(', ')}` }];
  });

/** Every folder with source has a line in the table. */
export const knownRooms: Rule = (house) =>
  [...house.sources.keys()]
    .filter((path) => house.roomOf(path) !== 'test' && table[house.roomOf(path)] === undefined)
    .map((path) => ({
      path,
      sentence: `${house.roomOf(path)} is no room of the house; a new one needs a line in test/support/house/rooms.ts`,
    }));

/** Native, dangerous and heavy libraries stay in their rooms. */
export const libraryRooms: Rule = (house) =>
  eachImport(house, ({ path }, { specifier, line }) => {
    const target = house.targetOf(path, specifier);
    const room = house.roomOf(path);
    if (target.kind !== 'library' || room === 'test') return [];
    const only = libraries[target.name];
    if (only && !only.includes(room) && !only.includes(path)) {
      return [{ path, line, sentence: `${target.name} belongs to ${only.join(', ')} only` }];
    }
    const few = frugal[room];
    if (few && !few.includes(target.name) && !house.isTest(path)) {
      return [{ path, line, sentence: `${room} uses ${few.length > 0 ? `${few.join(', ')} only` : 'no library'}` }];
    }
    return [];
  });

/** What runs in a browser, or does no input and output of its own, names no Node module. */
export const pureRooms: Rule = (house) =>
  eachImport(house, ({ path }, { specifier, line }) => {
    const target = house.targetOf(path, specifier);
    const may = pure[house.roomOf(path)];
    if (target.kind !== 'node' || may === undefined || house.isTest(path) || may.includes(target.name)) return [];
    return [{ path, line, sentence: `${house.roomOf(path)} may not use ${target.name}` }];
  });

/** Nothing imports both the canvas library and the API client. */
export const canvasKnowsNoApi: Rule = (house) =>
  [...house.sources.values()].flatMap(({ path, imports }) => {
    const draws = imports.some(({ specifier }) => specifier.startsWith('@xyflow/react'));
    const asks = house.neighbours(path).some((neighbour) => neighbour.path === API_CLIENT);
    return draws && asks ? [{ path, sentence: `imports both @xyflow/react and ${API_CLIENT}` }] : [];
  });

function roomIn(allowed: Allowed): string {
  return typeof allowed === 'string' ? allowed : allowed.room;
}

function eachImport(house: House, look: (source: Source, brought: Import) => Finding[]): Finding[] {
  return [...house.sources.values()].flatMap((source) => source.imports.flatMap((brought) => look(source, brought)));
}
