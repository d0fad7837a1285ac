import type { Locator, Page } from 'playwright-core';
import { begin } from './flow.ts';

/** The editor of the open node. */
export const editor = (page: Page): Locator => page.getByRole('dialog', { name: /^Settings of/ });

/** A flow of its own for each test: a copy of the shipped one, open at a node with its sample there. */
export async function openedCopy(page: Page, id: string, node: string): Promise<void> {
  await begin(page, { id, name: id, from: { flow: 'procedure-supply-usage' } });
  await page.goto(`/flows/${id}?node=${node}`);
  await editor(page).waitFor();
  await page
    .getByRole('tree', { name: /^(Input|Source)$/ })
    .getByRole('treeitem')
    .first()
    .waitFor();
}

/** Takes one thing by the pointer and lets it go over another. */
export async function dragTo(page: Page, from: Locator, to: Locator): Promise<void> {
  await to.scrollIntoViewIfNeeded();
  await from.scrollIntoViewIfNeeded();
  const [a, b] = [(await from.boundingBox())!, (await to.boundingBox())!];
  await page.mouse.move(a.x + Math.min(60, a.width / 2), a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(b.x + Math.min(60, b.width / 2), b.y + b.height / 2, { steps: 6 });
  await page.mouse.up();
}
