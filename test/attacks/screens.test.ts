import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { setup as buildDesigner } from '../journey/support/build.ts';
import { signIn } from '../journey/support/journey.ts';
import { launchChromium } from '../support/chromium.ts';
import { ADMIN_PASSWORD, type Arena, openArena } from './arena.ts';
import { attack } from './case.ts';
import { brief, markups, type Planted, plantMarkup } from './markup.ts';
import { firstAdmin, person } from './people.ts';

/*
 * SECURITY.md O01: markup wherever a text can be written, read by people in a real browser. The canary that listens on loopback is
 * what it calls; nothing of it may run, load or lead away, on any screen, nor at an address of its own.
 */
let arena: Arena;
let browser: Browser;
let planted: Planted;
const here = () => arena;

beforeAll(async () => {
  await buildDesigner();
  [arena, browser] = await Promise.all([openArena({ people: true }), launchChromium()]);
  const admin = await firstAdmin(arena);
  planted = await plantMarkup(arena, admin, await person(arena, admin, 'operator'));
}, 360_000);
afterAll(async () => {
  await browser.close();
  await arena.close();
});

/** A window of somebody who is signed in, and what it reported against itself. */
async function openAs(email: string, password: string): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser.newContext({ baseURL: arena.url, viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', ({ message }) => troubles.push(message));
  page.on('dialog', (dialog) => void troubles.push(dialog.message()));
  page.on('console', (message) => {
    if (/Content.Security.Policy|TrustedHTML|TrustedScript/i.test(message.text())) troubles.push(message.text());
  });
  await signIn(page, { email, password });
  return { page, troubles };
}
const asAdmin = () => openAs('admin@throughline.local', ADMIN_PASSWORD);
const asOperator = () => openAs('operator@hospital.test', 'a password of a person here');

/** Nothing on the screen came of the markup: no element, no link, no other place; and the cookie is out of reach of scripts. */
async function expectHarmless(page: Page, where: string): Promise<void> {
  const found = await page.evaluate((beacon) => {
    const alive = [...document.querySelectorAll('*')].filter((element) =>
      [...element.attributes].some(
        ({ name, value }) =>
          /^on[a-z]+$/.test(name) ||
          (/^(src|href|srcdoc|action|data|xlink:href)$/.test(name) &&
            (value.includes(beacon) || /^\s*javascript:/i.test(value))),
      ),
    );
    const foreign = [...document.querySelectorAll('link')].filter(
      ({ href }) => !href.startsWith(window.location.origin),
    );
    const strange = document.querySelectorAll('iframe, object, embed, base, meta[http-equiv="refresh" i]');
    return {
      elements: [...alive, ...foreign, ...strange].map(({ outerHTML }) => outerHTML.slice(0, 200)),
      cookie: document.cookie,
      origin: window.location.origin,
    };
  }, arena.canaries.url);
  expect([where, found]).toEqual([where, { elements: [], cookie: '', origin: arena.url }]);
}

/** Whether a markup can be read on the screen, as the text it is. */
async function shows(page: Page): Promise<boolean> {
  const all = [...markups(arena.canaries.url), brief(arena.canaries.url)];
  return page.evaluate((texts) => {
    const values = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    const read = [document.body.textContent, ...values].join('\n');
    return texts.some((text) => read.includes(text));
  }, all);
}

/** Every screen of the web app by its path in the source, and where the markup is to be met; one that is not here fails. */
const SCREENS: Record<string, (planted: Planted) => string> = {
  '/': () => '/',
  '/sign-in': () => '/sign-in?problem=%3Cimg%20src=x%3E&to=javascript:alert(1)',
  '/invitation': () => '/invitation#%3Cimg%20src=x%3E',
  '/catalogue': () => '/catalogue',
  '/$environment': () => '/dev',
  '/$environment/runs': () => '/dev/runs?flow=odd&q=%3Cimg%20src=x%3E',
  '/$environment/runs/$run': ({ runs }) => `/dev/runs/${runs.json}`,
  '/$environment/quarantine': () => '/dev/quarantine',
  '/$environment/quarantine/$id': ({ quarantined }) => `/dev/quarantine/${quarantined}`,
  '/$environment/replays': () => '/dev/replays',
  '/$environment/replays/$replay': ({ replay }) => `/dev/replays/${replay}`,
  '/$environment/timeline': () => `/dev/timeline?key=${encodeURIComponent(markups(arena.canaries.url)[0]!)}`,
  '/flows': () => '/flows',
  '/flows/$flow': ({ flow }) => `/flows/${flow}?node=in`,
  '/flows/$flow/versions': ({ flow }) => `/flows/${flow}/versions?from=1&to=2`,
  '/tables': () => '/tables',
  '/tables/$table': () => '/tables/odd?environment=dev',
  '/contracts': () => '/contracts?id=%3Cimg%20src=x%3E',
  '/releases': () => '/releases',
  '/releases/$release': ({ release }) => `/releases/${release}`,
  '/environments': () => '/environments',
  '/environments/$name': () => '/environments/dev',
  '/$environment/connections': () => '/dev/connections',
  '/$environment/doors': () => '/dev/doors',
  '/$environment/doors/$flow/$node': ({ flow }) => `/dev/doors/${flow}/in`,
  '/$environment/clients': () => '/dev/clients',
  '/$environment/clients/$client': ({ client }) => `/dev/clients/${client}`,
  '/$environment/proxies': () => '/dev/proxies',
  '/people': () => '/people',
  '/people/sign-in': () => '/people/sign-in',
  '/tokens': () => '/tokens',
  '/account': () => '/account',
  '/audit': () => '/audit',
};
/** Where none of what is planted stands, besides the title of the environment in the frame. */
const WITHOUT = ['/sign-in', '/invitation', '/catalogue'];

attack(
  'O01',
  'every screen of the web app',
  here,
  async () => {
    const sources = ['router.ts', 'govern-routes.ts'].map((name) =>
      readFileSync(new URL(`../../apps/designer/src/${name}`, import.meta.url), 'utf8'),
    );
    const paths = [...sources.join('\n').matchAll(/path: '([^']+)'/g)].map(([, path]) => path!);
    expect(Object.keys(SCREENS).sort()).toEqual([...new Set(paths)].sort());

    const { page, troubles } = await asAdmin();
    for (const [path, addressOf] of Object.entries(SCREENS)) {
      await page.goto(addressOf(planted));
      if (WITHOUT.includes(path)) await page.locator('h1, h2').first().waitFor();
      else await expect.poll(() => shows(page), { timeout: 20_000, message: path }).toBe(true);
      await expectHarmless(page, path);
      expect([path, troubles]).toEqual([path, []]);
    }
    await page.context().close();
  },
  240,
);

attack(
  'O01',
  'a message, revealed, in every way to show it',
  here,
  async () => {
    const { page, troubles } = await asOperator();
    let seen = 0;
    for (const [kind, run] of Object.entries(planted.runs)) {
      await page.goto(`/dev/runs/${run}`);
      await page.getByRole('button', { name: 'Masked. Reveal…' }).click();
      await page.getByLabel('Reason').fill('to read what they sent');
      await page.getByRole('button', { name: 'Reveal', exact: true }).click();
      await page
        .getByText(/^Revealed, \d+ min left$/)
        .first()
        .waitFor({ state: 'attached' });
      const ways = page.getByLabel('How to show it').first().locator('label');
      for (let i = 0; i < (await ways.count()); i++) {
        await ways.nth(i).click();
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
        await expectHarmless(page, `${kind} ${i}`);
        if (await shows(page)) seen++;
      }
    }
    expect(seen).toBeGreaterThan(3);
    await page.goto(`/dev/quarantine/${planted.quarantined}`);
    await expect.poll(() => shows(page)).toBe(true);
    await expectHarmless(page, 'quarantine');
    expect(troubles).toEqual([]);

    // As files they are kept, never opened.
    for (const path of [
      `/api/v1/runs/${planted.runs.text}/message/raw`,
      `/api/v1/runs/${planted.runs.text}/message`,
      '/api/v1/runs/export?environment=dev&format=json',
      '/api/v1/runs/export?environment=dev',
      '/api/v1/flows/odd',
      '/api/v1/nowhere/%3Cscript%3E',
      '/api/openapi.json',
      '/api/docs',
    ]) {
      // A file to be kept ends the visit: that is as it should be.
      await page.goto(path).catch((error: Error) => expect(error.message).toMatch(/Download|ERR_ABORTED/));
      await expectHarmless(page, path);
    }
    await page.context().close();
  },
  180,
);

attack(
  'O01',
  'what a flow answers, as a page and as a picture, by a link and by a form of another site',
  here,
  async () => {
    const { page } = await asAdmin();
    const [, , script] = markups(arena.canaries.url);
    const answer = await fetch(`${arena.url}/in/dev/mirror`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: script!,
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain(script);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');

    await page.goto(`${arena.url}/in/dev/drawn`);
    await page.waitForTimeout(300);
    // A form that another site has the browser send, with the reader's cookies where they go along.
    const elsewhere = await page.context().newPage();
    await elsewhere.setContent(
      `<form method="post" enctype="text/plain" action="${arena.url}/in/dev/mirror"><input name="x" value=""><button>go</button></form>`,
    );
    await elsewhere
      .locator('input')
      .evaluate((input, text) => input.setAttribute('value', text), markups(arena.canaries.url).join(' '));
    await elsewhere.getByRole('button').click();
    await expect.poll(() => elsewhere.title()).toBe('mirror');
    await elsewhere.waitForTimeout(500);
    await page.context().close();
  },
);

attack('O01', 'a link that would lead elsewhere after signing in', here, async () => {
  for (const to of [
    `${arena.canaries.url}/`,
    `//${new URL(arena.canaries.url).host}/`,
    'javascript:fetch(location)',
    `/.//${new URL(arena.canaries.url).host}/`,
    `/x/..//${new URL(arena.canaries.url).host}/`,
    '/\\127.0.0.1',
    '/%09/127.0.0.1',
  ]) {
    const context = await browser.newContext({ baseURL: arena.url });
    const page = await context.newPage();
    await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
    await page.getByLabel('Email').fill('admin@throughline.local');
    await page.getByLabel('Password', { exact: true }).fill(ADMIN_PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    await expectHarmless(page, to);
    await context.close();
  }
});
