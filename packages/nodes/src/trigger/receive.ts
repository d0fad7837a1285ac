import { StepFailure } from '@throughline/engine';
import type { PlanStep } from '@throughline/flow';
import { decodeText, FormatError, parseHl7 } from '@throughline/formats';

/**
 * The message that the first step sees, as JSON text, from the bytes that were accepted: JSON as it stands, HL7 v2 as its tree, text
 * as a JSON string. Throws StepFailure with the position when the bytes are not what the trigger takes.
 */
export function receive(step: PlanStep, raw: Buffer, contentType: string): string {
  try {
    switch (step.type === 'trigger.mllp' ? 'hl7v2' : (step.config['format'] ?? 'json')) {
      case 'json':
        return decodeText(raw, { what: 'JSON' });
      case 'hl7v2':
        return JSON.stringify(parseHl7(raw));
      default:
        return JSON.stringify(decodeText(raw, { charset: charsetOf(contentType), what: 'text' }));
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new StepFailure({ code: error.code, class: 'data', sentence: error.message });
  }
}

function charsetOf(contentType: string): string | undefined {
  return /charset="?([\w.:-]+)/i.exec(contentType)?.[1];
}
