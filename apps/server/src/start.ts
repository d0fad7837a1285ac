import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCluster } from './postgres/cluster.ts';
import { type Arguments, readArguments, usage } from './start/arguments.ts';
import { buildDesigner, designerState } from './start/designer.ts';
import { masterKeys } from './start/master-key.ts';
import { mllpTls } from './start/mllp-tls.ts';
import { adminPassword } from './start/password.ts';
import { refuseTakenPort } from './start/ports.ts';
import { readPublicUrl } from './start/public-url.ts';
import { stopOnSignal } from './start/signals.ts';

/*
 * start: arguments → ports free? → database up, code loaded and web app built, side by side → serve. A signal at any moment stops
 * what has been opened so far, last first, and exits 0; a second signal does so without waiting for work in hand.
 */
const root = fileURLToPath(new URL('../../..', import.meta.url));

const isQuiet = process.argv.includes('--quiet');
const stopping = stopOnSignal(log);
try {
  const given = readArguments(process.argv.slice(2));
  if (given.help) console.log(usage);
  else await start(given);
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof Error && 'code' in error ? error.message : error);
    stopping.end(1);
  }
}

/** HashiCorp Vault, where its own variables name one. */
function vaultOf(env: NodeJS.ProcessEnv): { vault?: { address: string; token: string; namespace?: string } } {
  const { VAULT_ADDR: address, VAULT_TOKEN: token, VAULT_NAMESPACE: namespace } = env;
  if (!address || !token) return {};
  return { vault: { address, token, ...(namespace ? { namespace } : {}) } };
}

function log(line: string): void {
  if (!isQuiet) console.log(`${(performance.now() / 1000).toFixed(2).padStart(6)} s  ${line}`);
}

async function start(given: Arguments): Promise<void> {
  const dataFolder = resolve(given.dataFolder);
  const publicUrl = readPublicUrl(given.publicUrl ?? process.env['THROUGHLINE_PUBLIC_URL']);
  const isOpen = { http: given.roles.some((role) => role !== 'worker'), mllp: given.roles.includes('intake') };

  if (isOpen.http) await refuseTakenPort('--port', given.host, given.port);
  if (isOpen.mllp) await refuseTakenPort('--mllp-port', given.host, given.mllpPort);

  const isApi = given.roles.includes('api');
  const [database, { serve }] = await Promise.all([
    openDatabase(),
    import('./serve.ts'),
    isApi ? makeWebApp() : undefined,
  ]);
  const password = adminPassword(dataFolder, process.env['THROUGHLINE_ADMIN_PASSWORD']);
  const keys = masterKeys(dataFolder, process.env['THROUGHLINE_MASTER_KEY']);
  const vault = vaultOf(process.env);
  const options = {
    ...given,
    publicUrl,
    ...database,
    dataFolder,
    ...keys,
    ...vault,
    ...mllpTls(process.env),
    ...(process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ? { otlpEndpoint: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] } : {}),
    adminPassword: password.text,
    log,
  };
  const served = await stopping.own(serve(options), {
    close: (opened) => opened.close(),
  });
  log(`Ready with ${given.roles.join(', ')}; Ctrl-C stops everything`);
  console.log(
    `\n  Throughline      ${publicUrl ?? served.url}\n  First admin      password ${password.text} (${password.from})\n`,
  );

  async function openDatabase(): Promise<{ databaseUrl: string; ownerUrl?: string }> {
    const { DATABASE_URL: url, DATABASE_OWNER_URL: owner } = process.env;
    if (url) {
      const { checkDatabase } = await import('@throughline/store');
      await checkDatabase(owner || url);
      log('The database of DATABASE_URL answers');
      return { databaseUrl: url, ...(owner ? { ownerUrl: owner } : {}) };
    }
    log('Opening the embedded PostgreSQL');
    const cluster = await stopping.own(openCluster({ folder: dataFolder, log }), {
      close: (opened) => opened.close('fast'),
      closeNow: (opened) => opened.close('now'),
    });
    log('PostgreSQL is up');
    return { databaseUrl: cluster.applicationUrl, ownerUrl: cluster.url };
  }

  async function makeWebApp(): Promise<void> {
    const state = designerState(root);
    if (state !== 'missing' && state !== 'stale') return;
    log('Building the web app');
    await buildDesigner(root, process.env, stopping.signal);
    log('The web app is built');
  }
}
