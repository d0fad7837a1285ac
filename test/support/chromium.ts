import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { ended, fromDebian } from './debian.ts';

export interface Chromium {
  path: string;
  /** Where it came from, for the log of the run. */
  from: string;
}

/** Quiet, alone and without a network of its own: a test's browser talks to the server under test only. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium of this machine, installed when there is none. Throws an Error that says what was tried. */
export async function findChromium(): Promise<Chromium> {
  const found = present();
  if (found) return found;
  const tried: string[] = [];
  for (const install of [() => fromDebian('chromium'), fromPlaywright]) {
    tried.push(await install());
    const installed = present();
    if (installed) return { ...installed, from: `${installed.from}, just installed` };
  }
  throw new Error(`no Chromium here and none could be installed (${tried.join('; ')}); set CHROMIUM to one`);
}

/** Starts a headless browser; close it in the same test file. */
export async function launchChromium(): Promise<Browser> {
  const { path } = await findChromium();
  return chromium.launch({ executablePath: path, args: FLAGS });
}

function present(): Chromium | undefined {
  const given = process.env['CHROMIUM'];
  if (given) return { path: given, from: 'CHROMIUM' };
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const path of NAMES.flatMap((name) => ['/usr/bin', ...folders].map((folder) => join(folder, name)))) {
    if (isProgram(path)) return { path, from: "this machine's own" };
  }
  const path = chromium.executablePath();
  return isProgram(path) ? { path, from: "Playwright's download" } : undefined;
}

async function fromPlaywright(): Promise<string> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const code = await ended(process.execPath, [cli, 'install', 'chromium'], process.env);
  return `playwright-core install chromium: ${code}`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
