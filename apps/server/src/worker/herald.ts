import { announceRuns, type Store } from '@throughline/store';

/** Tells people's screens that runs went on, gathered so that the path of messages does not feel it. */
export interface Herald {
  settled(deployment: number, hasStops: boolean): void;
  close(): void;
}

const GATHER_MS = 500;

export function createHerald(store: Store, onError: (error: unknown) => void): Herald {
  const runs = new Set<number>();
  const quarantined = new Set<number>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    timer = undefined;
    announceRuns(store, { runs, quarantined }).catch(onError);
    runs.clear();
    quarantined.clear();
  }

  return {
    settled(deployment, hasStops) {
      runs.add(deployment);
      if (hasStops) quarantined.add(deployment);
      timer ??= setTimeout(tell, GATHER_MS).unref();
    },
    close() {
      clearTimeout(timer);
    },
  };
}
