import type { Frame } from './frames.ts';
import type { RealmPlan } from './job.ts';
import type { SandboxLimits } from './limits.ts';

interface Place {
  realm: string;
  calls: number;
}

/** What the parent knows of the isolates inside one child: it decides which are opened, reused and thrown away. */
export class Shelf {
  readonly #limits: SandboxLimits;
  /** By plan key, least recently used first. */
  readonly #places = new Map<string, Place>();
  readonly #opening = new Set<string>();
  readonly #unbuildable = new Set<string>();
  #count = 0;

  constructor(limits: SandboxLimits) {
    this.#limits = limits;
  }

  /** The isolate for `calls` more entries of a plan, with the frames that must go before they do. */
  take(plan: RealmPlan, calls: number): { realm: string; frames: Frame[] } {
    const frames: Frame[] = [];
    let place = this.#places.get(plan.key);
    this.#places.delete(plan.key);
    if (place && place.calls + calls > this.#limits.maxCalls) {
      frames.push({ type: 'D', texts: [place.realm] });
      place = undefined;
    }
    if (!place) {
      place = { realm: String(++this.#count), calls: 0 };
      this.#opening.add(place.realm);
      frames.push(...this.#makeRoom(), { type: 'O', texts: [place.realm, plan.program, ...plan.tables] });
    }
    place.calls += calls;
    this.#places.set(plan.key, place);
    return { realm: place.realm, frames };
  }

  opened(realm: string, fault: string): void {
    this.#opening.delete(realm);
    if (fault === '') return;
    this.#unbuildable.add(realm);
    this.forget(realm);
  }

  isOpening(realm: string): boolean {
    return this.#opening.has(realm);
  }

  unbuildable(realm: string): boolean {
    return this.#unbuildable.has(realm);
  }

  /** The child has thrown it away. */
  forget(realm: string): void {
    for (const [key, place] of this.#places) if (place.realm === realm) this.#places.delete(key);
  }

  /** The child is dead. */
  clear(): void {
    this.#places.clear();
    this.#opening.clear();
    this.#unbuildable.clear();
  }

  #makeRoom(): Frame[] {
    const [oldest] = this.#places;
    if (!oldest || this.#places.size < this.#limits.realms) return [];
    const [key, { realm }] = oldest;
    this.#places.delete(key);
    return [{ type: 'D', texts: [realm] }];
  }
}
