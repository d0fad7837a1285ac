import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium.ts';
import { type Hospital, openHospital, PASSWORD } from '../../support/hospital.ts';

/** A browser in front of a demo hospital of its own. */
export interface Journey {
  hospital: Hospital;
  /** A window of its own: nobody is signed in, nothing is remembered. */
  open(options?: WindowOptions): Promise<Page>;
  close(): Promise<void>;
}

export interface WindowOptions {
  width?: number;
  height?: number;
  colourScheme?: 'light' | 'dark';
  clipboard?: boolean;
}

export const ADMIN = { email: 'admin@throughline.local', password: PASSWORD };

/** What a window reported against itself: thrown errors, and what its content-security-policy turned away. */
const troubles = new WeakMap<Page, string[]>();

/** The windows that stand open. */
export const windows = new Set<Page>();

export async function openJourney(): Promise<Journey> {
  const [hospital, browser] = await Promise.all([openHospital(), launchChromium()]);
  const contexts: BrowserContext[] = [];
  return {
    hospital,
    async open(options = {}) {
      const context = await contextOf(browser, hospital, options);
      contexts.push(context);
      const page = await context.newPage();
      watch(page);
      windows.add(page);
      page.once('close', () => windows.delete(page));
      return page;
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
      await hospital.close();
    },
  };
}

async function contextOf(browser: Browser, hospital: Hospital, options: WindowOptions): Promise<BrowserContext> {
  const { width = 1440, height = 900, colourScheme = 'light', clipboard = false } = options;
  const context = await browser.newContext({
    baseURL: hospital.url,
    viewport: { width, height },
    colorScheme: colourScheme,
    reducedMotion: 'reduce',
  });
  if (clipboard) await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: hospital.url });
  context.setDefaultTimeout(15_000);
  return context;
}

function watch(page: Page): void {
  const found: string[] = [];
  troubles.set(page, found);
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && /Content.Security.Policy|TrustedHTML|TrustedScript/i.test(text)) found.push(text);
  });
}

/** Throws when the window threw, or its policy turned something away, since it was opened. */
export function expectCalm(page: Page): void {
  const found = troubles.get(page) ?? [];
  if (found.length > 0) throw new Error(`the page was in trouble:\n${found.join('\n')}`);
}

export async function signIn(page: Page, who: { email: string; password: string } = ADMIN): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in');
  await page.getByLabel('Email').fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** A window of somebody of this role, whom the first administrator has let in. */
export async function openAs({ open, hospital }: Journey, role: string, options?: WindowOptions): Promise<Page> {
  const page = await open(options);
  await signIn(page);
  const who = { email: `${role}@hospital.example`, password: PASSWORD };
  const { origin } = new URL(hospital.url);
  const made = await page.request.post('/api/v1/users', { headers: { origin }, data: { ...who, name: role, role } });
  if (!made.ok()) throw new Error(`no ${role} was let in: ${made.status()} ${await made.text()}`);
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await signIn(page, who);
  return page;
}

/** Reveals the message of the open page, as a person who may, with a reason. */
export async function reveal(page: Page, reason: string): Promise<void> {
  await page.getByRole('button', { name: 'Masked. Reveal…' }).click();
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('button', { name: 'Reveal', exact: true }).click();
  await page.getByText(/^Revealed, \d+ min left$/).waitFor();
}
