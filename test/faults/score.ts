import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type {} from './harness/fault.ts';

/** Gathers what the faults of a run came to, as `fault` tells it. */
export class Score implements Reporter {
  #survived = 0;
  #run = 0;
  #accepted = 0;
  #lost = 0;
  #dropped = 0;
  #duplicates = 0;
  #recoveryS = 0;
  #isHonest = true;
  readonly #failures: string[] = [];

  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) for (const test of module.children.allTests()) this.#count(test);
  }

  #count(test: TestCase): void {
    const { state } = test.result();
    const { fault } = test.meta();
    if (fault === undefined || state === 'skipped') return;
    this.#run++;
    if (state === 'passed') this.#survived++;
    else this.#failures.push(`failed: ${test.name} (seed ${fault.seed})`);
    if (fault.report === null) return;
    const { accepted, lost, dropped, duplicates, recoveryS, breaches } = fault.report;
    this.#accepted += accepted;
    this.#lost += lost;
    this.#dropped += dropped;
    this.#duplicates += duplicates;
    this.#recoveryS = Math.max(this.#recoveryS, recoveryS);
    if (breaches.some(({ invariant }) => invariant === 'I3')) this.#isHonest = false;
  }

  lines(): string[] {
    const key = this.#isHonest ? 'all same key' : 'not all the same key';
    const score = [
      `faults survived ${this.#survived}/${this.#run}`,
      `accepted ${this.#accepted}`,
      `lost ${this.#lost}`,
      `silently dropped ${this.#dropped}`,
      `duplicates ${this.#duplicates} (${key})`,
      `max recovery ${this.#recoveryS.toFixed(1)} s`,
    ];
    return [...this.#failures, score.join(', ')];
  }
}
