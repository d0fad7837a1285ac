import { type Operation, operationSchema } from '@throughline/flow';
import { z } from 'zod';
import type { DocumentState } from './document.ts';

const operation = operationSchema as z.ZodType<Operation, Operation>;
const operations = z.array(operation);
const step = z.object({ id: z.string(), label: z.string(), forward: operations, back: operations });

const keptSchema = z.object({
  at: z.number(),
  pending: z.array(z.object({ step: z.string(), operation, about: z.string().optional() })),
  session: z.string(),
  handled: z.int(),
  flight: z.int(),
  past: z.array(step),
  future: z.array(step),
});

/** What of an open flow outlives the page: edits that are not saved yet, and the steps of undo. */
export type Kept = z.infer<typeof keptSchema>;

export interface Keep {
  read: () => Promise<Kept | null>;
  /** Written under this page's own name; what was read is then no longer needed. */
  write: (kept: Kept) => void;
  /** Lets another page take over what was written. */
  release: () => void;
}

const WEEK_MS = 7 * 24 * 3600 * 1000;

/**
 * Keeps by person, flow and page in the browser's storage. A page that is gone (closed, crashed, reloaded) holds its lock no longer, and
 * the next page of the same person on the same flow takes over what it left.
 */
export function keepInBrowser(person: string, flow: string, page: string): Keep {
  const family = `throughline.flow/${person}/${flow}/`;
  const own = family + page;
  let taken: string[] = [];
  let release = () => {};
  const alive = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    read: async () => {
      void navigator.locks?.request(own, () => alive);
      taken = await abandoned(family, own);
      const left = taken.flatMap((name) => parsed(localStorage.getItem(name)) ?? []);
      const [newest, ...older] = left.filter(({ at }) => Date.now() - at < WEEK_MS).sort((a, b) => b.at - a.at);
      if (newest === undefined) return null;
      return { ...newest, pending: [...newest.pending, ...older.flatMap(({ pending }) => pending)] };
    },
    write: (kept) => {
      for (const name of taken.splice(0)) localStorage.removeItem(name);
      if (kept.pending.length + kept.past.length + kept.future.length === 0) localStorage.removeItem(own);
      else put(own, kept);
    },
    release: () => release(),
  };
}

/** What of the state is to be kept. */
export function keptOf(state: DocumentState, at: number): Kept {
  const { session, handled, flight, pending, past, future } = state;
  return { at, session, handled, flight, pending: [...pending], past: [...past], future: [...future] };
}

/** Names of what pages left behind that no longer live, this one included. Without locks (no secure origin) only its own. */
async function abandoned(family: string, own: string): Promise<string[]> {
  const locks = await navigator.locks?.query();
  const alive = new Set(locks?.held?.map(({ name }) => name));
  const names = Object.keys(localStorage).filter((name) => name.startsWith(family));
  return names.filter((name) => name === own || (locks !== undefined && !alive.has(name)));
}

function parsed(text: string | null): Kept | null {
  if (text === null) return null;
  const read = keptSchema.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}

/** Storage is small: the oldest steps of undo go first. An edit too large for it lives in the page until the server has it. */
function put(key: string, kept: Kept): void {
  for (let steps = kept.past.length; ; steps = Math.floor(steps / 2)) {
    try {
      localStorage.setItem(key, JSON.stringify({ ...kept, past: steps === 0 ? [] : kept.past.slice(-steps) }));
      return;
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
      if (steps === 0) {
        localStorage.removeItem(key);
        return;
      }
    }
  }
}
