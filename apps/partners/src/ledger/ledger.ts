import { join } from 'node:path';
import { type Entry, OUTCOMES, type Outcome } from './entry.ts';
import { Journal } from './journal.ts';

export interface Page {
  /** Entries behind this sequence number. */
  after: number;
  limit: number;
  key?: string;
  outcome?: Outcome;
}

/**
 * Everything a partner was asked to do, and the only source of its state: `apply` is called for each accepted entry, when it is
 * recorded and again when a restarted partner reads its file.
 */
export class Ledger<Effect = unknown> {
  readonly #apply: (effect: Effect) => void;
  readonly #journal: Journal | undefined;
  readonly #byKey = new Map<string, Entry<Effect>>();
  #entries: Entry<Effect>[] = [];
  #counts = noCounts();

  private constructor(apply: (effect: Effect) => void, journal: Journal | undefined) {
    this.#apply = apply;
    this.#journal = journal;
  }

  /** With a folder the ledger is kept in `<folder>/<name>.ledger.jsonl`; without, in memory. */
  static async open<Effect>(
    name: string,
    folder: string | undefined,
    apply: (effect: Effect) => void,
  ): Promise<Ledger<Effect>> {
    if (folder === undefined) return new Ledger(apply, undefined);
    const { journal, lines } = await Journal.open(join(folder, `${name}.ledger.jsonl`));
    const ledger = new Ledger(apply, journal);
    for (const line of lines) ledger.#take(JSON.parse(line) as Entry<Effect>);
    return ledger;
  }

  get size(): number {
    return this.#entries.length;
  }

  get counts(): Record<Outcome, number> {
    return { ...this.#counts };
  }

  /** The entry that had an effect under this key. */
  accepted(key: string): Entry<Effect> | undefined {
    return this.#byKey.get(key);
  }

  /** Records and applies at once; on disk once `settled` resolves, and only then may it be answered. */
  record(entry: Omit<Entry<Effect>, 'seq' | 'at'>): Entry<Effect> {
    const full: Entry<Effect> = { seq: this.#entries.length + 1, at: new Date().toISOString(), ...entry };
    this.#take(full);
    this.#journal?.append(JSON.stringify(full));
    return full;
  }

  async settled(): Promise<void> {
    await this.#journal?.settled();
  }

  /** Entries in order; `next` is the `after` of the next page, null at the end. */
  page({ after, limit, key, outcome }: Page): { entries: Entry<Effect>[]; next: number | null } {
    const found: Entry<Effect>[] = [];
    for (let i = after; i < this.#entries.length; i++) {
      const entry = this.#entries[i];
      if (!entry || (key !== undefined && entry.key !== key) || (outcome && entry.outcome !== outcome)) continue;
      if (found.length === limit) return { entries: found, next: found.at(-1)?.seq ?? null };
      found.push(entry);
    }
    return { entries: found, next: null };
  }

  /** Forgets everything, on disk too; the caller puts its state back to the beginning. */
  async reset(): Promise<void> {
    this.#entries = [];
    this.#counts = noCounts();
    this.#byKey.clear();
    await this.#journal?.empty();
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  #take(entry: Entry<Effect>): void {
    this.#entries.push(entry);
    this.#counts[entry.outcome]++;
    if (entry.outcome !== 'accepted') return;
    if (entry.key !== null) this.#byKey.set(entry.key, entry);
    if (entry.effect !== null) this.#apply(entry.effect);
  }
}

function noCounts(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}
