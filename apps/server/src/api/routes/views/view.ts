import { z } from 'zod';

/** Which list a view belongs to: `runs`, `quarantine`. */
export const screen = z.string().regex(/^[a-z][a-z-]{0,30}$/, 'a name of a screen, like runs');
