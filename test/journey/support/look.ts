import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expectCalm } from './journey.ts';

const SCREENS = fileURLToPath(new URL('../screens/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** `PICTURES=1` takes pictures at both usual widths, else they are as wide as the window. */
const usual = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
];
const atUsual = process.env['PICTURES'] === '1';

/** WCAG 2.2 A and AA; of these only what colours can break is another in the dark. */
const RULES = {
  light: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/**
 * An accessibility check of the screen as it stands and pictures of it, in each colour scheme, into test/journey/screens
 * (`name-1440-dark.png`). Throws on a serious or critical finding, and when the page was in trouble.
 */
export async function look(page: Page, name: string): Promise<void> {
  const own = page.viewportSize()!;
  const found: string[] = [];
  mkdirSync(SCREENS, { recursive: true });
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const size of atUsual ? [...usual, own] : [own]) {
      await page.setViewportSize(size);
      await settled(page);
      await page.screenshot({ path: `${SCREENS}${name}-${size.width}-${scheme}.png` });
    }
    found.push(...(await inaccessible(page, RULES[scheme])).map((line) => `${scheme}: ${line}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (found.length > 0) throw new Error(`${name} is not accessible:\n${found.join('\n')}`);
  expectCalm(page);
}

/** Two frames drawn and no font, image or animation under way. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const running = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.race([
      Promise.allSettled(running.map((one) => one.finished)),
      new Promise((late) => setTimeout(late, 1_000)),
    ]);
  });
}

async function inaccessible(page: Page, runOnly: object): Promise<string[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe);
  const results = (await page.evaluate(
    (wanted) =>
      (window as unknown as { axe: { run(where: Document, how: object): Promise<unknown> } }).axe.run(document, {
        runOnly: wanted,
        resultTypes: ['violations'],
      }),
    runOnly,
  )) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, html, failureSummary }) => `${id} (${help}) at ${target.join(' ')} ${html}: ${failureSummary ?? ''}`,
      ),
    );
}
