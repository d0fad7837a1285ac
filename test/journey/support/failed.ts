import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { windows } from './journey.ts';

// How every window stood when a journey failed: screens/failed-<its name>.png.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const folder = fileURLToPath(new URL('../screens/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const name = task.name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60);
  for (const [i, page] of [...windows].entries()) {
    await page.screenshot({ path: `${folder}failed-${name}-${i}.png` }).catch(() => undefined);
  }
});
