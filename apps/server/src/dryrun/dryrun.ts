import type { CagedSandbox } from '@throughline/sandbox';
import { type Evaluated, type Evaluation, evaluate } from './evaluate.ts';
import { parse, type Read, type Unread } from './parse.ts';
import { type ReadySample, type RehearsedReplay, rehearseReplay } from './replay.ts';
import { runTests, type TestResult } from './tests.ts';
import { type Trial, type TryPorts, tryFlow, type Wanted } from './try.ts';

/** Flows tried on samples: the engine and the sandbox as in earnest, nothing stored, nobody asked but on purpose. */
export interface DryRun {
  try(wanted: Wanted, signal?: AbortSignal): Promise<Trial>;
  test(wanted: Parameters<typeof runTests>[1], signal?: AbortSignal): Promise<TestResult[]>;
  replay(sample: ReadySample, how: { repeat: boolean; edited?: string | undefined }): Promise<RehearsedReplay>;
  evaluate(evaluation: Evaluation): Promise<Evaluated[]>;
  parse(unread: Unread): Read;
}

export function createDryRun(ports: TryPorts & { sandbox: CagedSandbox }): DryRun {
  return {
    try: (wanted, signal) => tryFlow(ports, wanted, signal),
    test: (wanted, signal) => runTests(ports, wanted, signal),
    replay: (sample, how) => rehearseReplay(ports, sample, how),
    evaluate: (evaluation) => evaluate(ports, evaluation),
    parse,
  };
}
