import type { CagedSandbox } from '@throughline/sandbox';
import { type Evaluated, type Evaluation, evaluate } from './evaluate.ts';
import { parse, type Read, type Unread } from './parse.ts';
import { runTests, type TestResult } from './tests.ts';
import { type Trial, type TryPorts, tryFlow, type Wanted } from './try.ts';

/** Flows tried on samples: the engine and the sandbox as in earnest, nothing stored, nobody asked but on purpose. */
export interface DryRun {
  try(wanted: Wanted, signal?: AbortSignal): Promise<Trial>;
  test(wanted: Parameters<typeof runTests>[1], signal?: AbortSignal): Promise<TestResult[]>;
  evaluate(evaluation: Evaluation): Promise<Evaluated[]>;
  parse(unread: Unread): Read;
}

export function createDryRun(ports: TryPorts & { sandbox: CagedSandbox }): DryRun {
  return {
    try: (wanted, signal) => tryFlow(ports, wanted, signal),
    test: (wanted, signal) => runTests(ports, wanted, signal),
    evaluate: (evaluation) => evaluate(ports, evaluation),
    parse,
  };
}
