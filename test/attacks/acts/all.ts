import type { Act } from './act.ts';
import { doors } from './doors.ts';
import { messages } from './messages.ts';
import { people } from './people.ts';
import { places } from './places.ts';
import { releases } from './releases.ts';

/** One after another, so that later ones have what earlier ones made. */
export const acts: readonly Act[] = [...people, ...places, ...messages, ...releases, ...doors];
