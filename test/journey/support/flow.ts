import type { Page } from 'playwright-core';

/** Begins a flow as the person of this window. */
export async function begin(page: Page, json: { id: string; name: string; from?: object }): Promise<void> {
  const status = await page.evaluate(async (made) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/v1/flows', { method: 'POST', headers, body: JSON.stringify(made) })).status;
  }, json);
  if (status !== 201) throw new Error(`the flow ${json.id} was not begun: ${status}`);
}
