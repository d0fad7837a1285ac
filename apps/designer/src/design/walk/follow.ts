import { api, ask } from '../../api.ts';
import { theCamera } from '../canvas/camera.ts';
import { showWalk, viewStore } from '../store/view.ts';
import { goesOn, type Run, stridesOf, walkOf } from './of-run.ts';

const LOOK_MS = 300;
const STRIDE_MS = 140;
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 2_000;
const LOOK_ON_MS = 15 * 60_000;

/** Shows a run on the canvas, stride by stride as it happens; ends with the run, or when the walk is put away. */
export async function followRun(id: string): Promise<void> {
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const began = Date.now();
  let shown = 0;
  let isFirst = true;
  const isWanted = () => isFirst || isShown(id);
  for (;;) {
    const run = await ask(api.runs[':id'].$get({ param: { id } }));
    const strides = stridesOf(run);
    while (!calm && shown < strides.length && isWanted()) {
      showWalk(walkOf(run, strides.slice(0, ++shown), true));
      theCamera()?.reveal(strides[shown - 1]!.node);
      isFirst = false;
      await pause(STRIDE_MS);
    }
    shown = strides.length;
    if (!isWanted()) return;
    const isOver = !goesOn(run) || waits(run) || Date.now() - began > PATIENCE_MS;
    showWalk(walkOf(run, strides, !isOver));
    isFirst = false;
    if (isOver) {
      if (goesOn(run)) void lookOn(id, strides.length);
      return;
    }
    await pause(LOOK_MS);
  }
}

/** What waits goes on some time: it is drawn anew for as long as it is shown. */
async function lookOn(id: string, seen: number): Promise<void> {
  const began = Date.now();
  while (Date.now() - began < LOOK_ON_MS) {
    await pause(LOOK_AGAIN_MS);
    if (!isShown(id)) return;
    // A server that is away for a moment is asked again.
    const run = await ask(api.runs[':id'].$get({ param: { id } })).catch(() => null);
    if (run === null || !isShown(id)) continue;
    const strides = stridesOf(run);
    if (strides.length !== seen || !goesOn(run)) showWalk(walkOf(run, strides, false));
    seen = strides.length;
    if (!goesOn(run)) return;
  }
}

/** A run that waits for a later hour, or for a person, has nothing to show for now. */
function waits({ waits }: Run): boolean {
  const soon = Date.now() + 5_000;
  return (
    waits.length > 0 &&
    waits.every(({ due, parkedBy }) => parkedBy !== null || (due !== null && Date.parse(due) > soon))
  );
}

function isShown(id: string): boolean {
  const source = viewStore.getState().walk?.source;
  return source?.kind === 'run' && source.id === id;
}

/** The run that a message began, as soon as there is one; null when it takes too long. */
export async function runOfMessage(environment: string, flow: string, message: string): Promise<string | null> {
  const began = Date.now();
  while (Date.now() - began < 15_000) {
    const { runs } = await ask(api.runs.$get({ query: { environment, flow, limit: '50' } }));
    const run = runs.find((one) => one.message === message);
    if (run !== undefined) return run.id;
    await pause(LOOK_MS);
  }
  return null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
