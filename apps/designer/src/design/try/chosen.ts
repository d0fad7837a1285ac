import { viewStore } from '../store/view.ts';
import type { Sample } from './sample.ts';

/** More than these are not looked at side by side. */
export const CHOSEN_MAX = 3;

/** The chosen samples among those there are, the shown one first; the first one where none is chosen. */
export function chosenOf(samples: readonly Sample[], chosen: readonly string[]): Sample[] {
  const found = chosen.flatMap((id) => samples.find((sample) => sample.id === id) ?? []);
  return found.length > 0 ? found.slice(0, CHOSEN_MAX) : samples.slice(0, 1);
}

/** Shows a sample, before those it is compared with. */
export function showSample(id: string): void {
  viewStore.setState(({ samples }) => ({
    samples: [id, ...samples.filter((other) => other !== id)].slice(0, CHOSEN_MAX),
  }));
}

/** Looks at a sample besides the shown one, or no longer. */
export function compareSample(id: string, shown: string): void {
  viewStore.setState(({ samples }) => {
    const now = samples.length === 0 ? [shown] : samples;
    return { samples: now.includes(id) ? now.filter((other) => other !== id) : [...now, id].slice(-CHOSEN_MAX) };
  });
}
