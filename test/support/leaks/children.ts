import { afterAll } from 'vitest';

const GRACE_MS = 1000;

/** Runs after every hook of the test file: no child process may outlive it. */
afterAll(async () => {
  const deadline = Date.now() + GRACE_MS;
  while (children() > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 25));
  if (children() > 0) throw new Error(`the test left ${children()} child process(es) running`);
});

function children(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'ProcessWrap').length;
}
