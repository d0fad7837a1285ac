import { readdirSync, readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import type { Source } from './child/realm.ts';

const require = createRequire(import.meta.url);
const here = import.meta.dirname;

const read = (file: string): string => readFileSync(file, 'utf8');

/** Everything that is loaded into an isolate, in the order in which scripts run. Types are stripped, nothing is built. */
export function realmSources(): Source[] {
  return [
    { name: 'powers', kind: 'script', text: POWERS },
    { name: 'ses', kind: 'script', text: read(join(dirname(require.resolve('ses')), 'lockdown.umd.min.js')) },
    { name: 'realm:jsonata', kind: 'module', text: jsonataModule(read(require.resolve('jsonata'))) },
    ...validatorModules(dirname(require.resolve('@cfworker/json-schema'))),
    typed('@throughline/contracts/violation', require.resolve('@throughline/contracts/violation')),
    ...ownModules(join(here, 'realm')),
  ];
}

/** The machine code of isolated-vm for this Node. */
export function addonFile(): string {
  const fromVm = createRequire(require.resolve('isolated-vm'));
  return (fromVm('node-gyp-build') as { path(folder: string): string }).path(dirname(require.resolve('isolated-vm')));
}

const POWERS =
  'for (const name of ["WebAssembly", "SharedArrayBuffer", "Atomics", "WeakRef", "FinalizationRegistry", "gc"]) delete globalThis[name];';

/** Places where jsonata asks, for every node it evaluates, whether a debugger is there. Here none ever is. */
const DEBUG_HOOKS = /(?:enclosingE|e)nvironment\.lookup\(Symbol\.for\('jsonata\.__\w+'\)\)/g;

/** Parameters shadow the library's clock and dice, so that every use of them is pinned. */
function jsonataModule(text: string): string {
  return `export function jsonataWith(Date, Math) {\nconst module = { exports: {} }, exports = module.exports;\n${text.replace(DEBUG_HOOKS, 'undefined')}\nreturn module.exports;\n}`;
}

function validatorModules(commonJs: string): Source[] {
  const folder = join(commonJs, '..', 'esm');
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  const modules = files.map(
    (file): Source => ({ name: `validator/${file}`, kind: 'module', text: read(join(folder, file)) }),
  );
  return [
    ...modules,
    { name: '@cfworker/json-schema', kind: 'module', text: "export { Validator } from 'validator/validator.js';" },
  ];
}

function ownModules(folder: string): Source[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !/\.(test|d)\.ts$/.test(file));
  return files.map((file) => typed(`realm/${file}`, join(folder, file)));
}

function typed(name: string, file: string): Source {
  return { name, kind: 'module', text: stripTypeScriptTypes(read(file)) };
}
