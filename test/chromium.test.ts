import { expect, it } from 'vitest';
import { findChromium, launchChromium } from './support/chromium.ts';

it('finds a Chromium, or installs one, and opens a page', { timeout: 600_000 }, async () => {
  const { path, from } = await findChromium();
  console.log(`Chromium: ${path} (${from})`);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.setContent('<title>Supply room</title><button>Scan</button>');
    expect(await page.title()).toBe('Supply room');
    expect(await page.getByRole('button').textContent()).toBe('Scan');
  } finally {
    await browser.close();
  }
});
