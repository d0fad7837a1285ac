import type { Reporter, TestModule } from 'vitest/node';
import './case.ts';

/** Counts cases: one has a clear outcome when every attack for it ended as it should. */
export class Score implements Reporter {
  readonly #cases = new Map<string, { good: boolean; attacks: number }>();
  #touched = 0;
  broken = 0;

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    this.broken += errors.length;
    for (const module of modules) {
      this.broken += module.errors().length;
      for (const test of module.children.allTests()) {
        const { attack } = test.meta();
        const id = attack?.id ?? /^[A-Z]\d\d/.exec(test.name)?.[0];
        if (id === undefined) continue;
        const known = this.#cases.get(id) ?? { good: true, attacks: 0 };
        const good = known.good && test.result().state === 'passed';
        this.#cases.set(id, { good, attacks: known.attacks + 1 });
        this.#touched += attack?.touched ?? 0;
      }
    }
  }

  get isClean(): boolean {
    const all = [...this.#cases.values()];
    return this.broken === 0 && this.#touched === 0 && all.length > 0 && all.every(({ good }) => good);
  }

  lines(): string[] {
    const all = [...this.#cases].sort(([a], [b]) => a.localeCompare(b));
    const clear = all.filter(([, { good }]) => good).length;
    return [
      ...all.map(
        ([id, { good, attacks }]) => `${good ? '✓' : '✗'} ${id}  ${attacks} ${attacks === 1 ? 'attack' : 'attacks'}`,
      ),
      `attacks with clear outcome ${clear}/${all.length}, canaries touched ${this.#touched}`,
    ];
  }
}
