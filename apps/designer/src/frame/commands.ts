import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Something to do or to go to, as the command palette offers it. */
export interface Command {
  id: string;
  label: string;
  group: string;
  description?: string;
  /** Words it is also found by. */
  keywords?: string[];
  /** `Mod+Shift+P`: shown beside it; whoever registers it listens for it. */
  keys?: string;
  run: () => void;
}

/** Commands that depend on what was typed: a search for it, say. */
export type CommandSource = (query: string) => Command[];

const sources = new Set<{ current: CommandSource }>();
const listeners = new Set<() => void>();
let version = 0;

function changed(): void {
  version++;
  for (const listener of listeners) listener();
}

/** Offers commands for as long as this component is shown. */
export function useCommands(commands: readonly Command[]): void {
  useCommandSource(() => [...commands]);
}

export function useCommandSource(source: CommandSource): void {
  const held = useRef(source);
  held.current = source;
  useEffect(() => {
    sources.add(held);
    changed();
    return () => {
      sources.delete(held);
      changed();
    };
  }, []);
}

/** Everything on offer for this query, the newest screen's first. */
export function useOffered(query: string): Command[] {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
  return [...sources].reverse().flatMap(({ current }) => current(query));
}
