import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** What a run came to. */
export class Tally implements Reporter {
  passed = 0;
  failed = 0;
  /** Reason → how many tests gave it. */
  readonly skipped = new Map<string, number>();

  check(isGood: boolean): void {
    if (isGood) this.passed++;
    else this.failed++;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: string): void {
    this.failed += errors.length + (reason === 'interrupted' ? 1 : 0);
    for (const module of modules) {
      this.failed += module.errors().length;
      for (const test of module.children.allTests()) this.count(test);
      for (const suite of module.children.allSuites()) this.failed += suite.errors().length;
    }
  }

  count(test: TestCase): void {
    const result = test.result();
    if (result.state === 'skipped') {
      const silent = test.module.state() === 'failed' ? 'its file failed before' : `"${test.fullName}" gives no reason`;
      const why = `${test.module.relativeModuleId}: ${result.note ?? silent}`;
      this.skipped.set(why, (this.skipped.get(why) ?? 0) + 1);
    } else {
      this.check(result.state === 'passed');
    }
  }

  /** `12 passed, 0 failed, 1 skipped`. */
  closingLine(): string {
    const skipped = [...this.skipped.values()].reduce((sum, count) => sum + count, 0);
    return `${this.passed} passed, ${this.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  }
}
