import { fileURLToPath } from 'node:url';
import { buildDesigner, designerState } from '@throughline/server/designer';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The web app that journeys walk through is the one of this checkout: built anew when anything it is made of is newer. */
export async function setup(): Promise<void> {
  if (designerState(root) === 'fresh') return;
  console.log('Building the web app for the journeys');
  await buildDesigner(root, process.env, AbortSignal.timeout(300_000));
}
