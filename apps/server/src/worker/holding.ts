import type { Holding, Taken } from '@throughline/store';

type Place = Holding['places'][number];

/** Keeps the books of what a worker has in hand: the heartbeat extends that and nothing else. */
export interface Hands {
  /** Lanes of a batch; the answer lets go of them. */
  hold(lanes: Taken['lanes']): () => void;
  /** The place of a delivery that outlived its batch; the answer lets go of it. */
  keep(place: Place): () => void;
  all(): Holding;
}

export function createHands(): Hands {
  const lanes = new Map<number, number>();
  const places = new Set<Place>();
  return {
    hold(leased) {
      for (const { id } of leased) lanes.set(id, (lanes.get(id) ?? 0) + 1);
      return () => {
        for (const { id } of leased) {
          const left = (lanes.get(id) ?? 1) - 1;
          if (left === 0) lanes.delete(id);
          else lanes.set(id, left);
        }
      };
    },
    keep(place) {
      places.add(place);
      return () => void places.delete(place);
    },
    all: () => ({ lanes: [...lanes.keys()], places: [...places] }),
  };
}
