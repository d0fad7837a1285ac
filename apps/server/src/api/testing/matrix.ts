import type { Row } from './row.ts';
import { design } from './rows-design.ts';
import { govern } from './rows-govern.ts';
import { operate } from './rows-operate.ts';
import { people } from './rows-people.ts';

/*
 * Z01: every route × everybody → what exactly happens. Who may is written out here, not read from the roles, so that a change of a
 * role shows; what a token may is its rights within its environments. A route without a row fails.
 */
export const table: Record<string, Row> = { ...people, ...govern, ...design, ...operate };
