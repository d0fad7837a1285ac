import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expectCalm } from './journey.ts';

const SCREENS = fileURLToPath(new URL('../screens/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
];

/** WCAG 2.2 A and AA; in the dark what only the colours can break: the rest is the same page. */
const RULES = {
  light: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} as const;

/** Pictures are for a developer's eyes: `PICTURES=1` takes them, they cost half of a journey's time. */
const takesPictures = process.env['PICTURES'] === '1';

/**
 * An accessibility check of the screen as it stands in each colour scheme, and pictures of it at both usual widths, where wanted, into
 * test/journey/screens (`name-1440-dark.png`). Throws on a serious or critical finding, and when the page was in trouble.
 */
export async function look(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  const found: string[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await settled(page);
    if (takesPictures) await takePictures(page, name, scheme);
    found.push(...(await inaccessible(page, scheme)).map((line) => `${scheme}: ${line}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (before !== null) await page.setViewportSize(before);
  if (found.length > 0) throw new Error(`${name} is not accessible:\n${found.join('\n')}`);
  expectCalm(page);
}

async function takePictures(page: Page, name: string, scheme: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  for (const size of sizes) {
    await page.setViewportSize(size);
    await settled(page);
    await page.screenshot({ path: `${SCREENS}${name}-${size.width}-${scheme}.png` });
  }
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

async function inaccessible(page: Page, scheme: keyof typeof RULES): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const results = (await page.evaluate(
    (rules) =>
      (window as unknown as { axe: { run(where: Document, how: object): Promise<unknown> } }).axe.run(document, {
        runOnly: rules,
        resultTypes: ['violations'],
      }),
    RULES[scheme],
  )) as AxeResults;
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, html, failureSummary }) => `${id} (${help}) at ${target.join(' ')} ${html}: ${failureSummary ?? ''}`,
      ),
    );
}
