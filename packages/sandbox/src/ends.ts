import type { StepError } from '@throughline/engine';
import type { SandboxLimits } from './limits.ts';

/** What an entry that ended abnormally stops with. */
export const ends = {
  stopped: (ms: number): StepError => timeout(`The step ran longer than the ${ms} ms it may take.`),
  killed: (ms: number): StepError =>
    timeout(`The step could not be interrupted; its process was killed after ${ms} ms.`),
  memory: ({ memoryMb }: SandboxLimits): StepError => ({
    code: 'memory',
    class: 'limit',
    sentence: `The step needs more than the ${memoryMb} MB of memory it may take.`,
  }),
  crash: (): StepError => ({ code: 'crash', class: 'code', sentence: 'The step brought its sandbox process down.' }),
  unbuildable: (): StepError => ({
    code: 'crash',
    class: 'code',
    sentence:
      'The flow with its reference tables cannot be set up in the sandbox: it takes too long or too much memory.',
  }),
  tooLarge: (bytes: number, { inputBytes }: SandboxLimits): StepError => ({
    code: 'input_too_large',
    class: 'limit',
    sentence: `The message is ${bytes} bytes long; the sandbox takes ${inputBytes}.`,
  }),
};

function timeout(sentence: string): StepError {
  return { code: 'timeout', class: 'limit', sentence };
}
