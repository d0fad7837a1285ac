import type { PlanStep } from '@throughline/flow';
import { decodeText, stringifyJson } from '@throughline/formats';
import { formOf, readForm, reading } from '../format.ts';

/**
 * The message that the first step sees, as JSON text, from the bytes that were accepted: JSON as it stands, HL7 v2 as its tree, CSV as
 * its records, text as a JSON string. Throws StepFailure with the position when the bytes are not what the trigger takes.
 */
export function receive(step: PlanStep, raw: Buffer, contentType: string): string {
  const form = formOf(step.type === 'trigger.mllp' ? { format: 'hl7v2' } : step.config);
  if (form.name === 'json') return reading(() => decodeText(raw, { what: 'JSON' }));
  return stringifyJson(readForm(form, raw, form.name === 'hl7v2' ? undefined : charsetOf(contentType)));
}

export function charsetOf(contentType: string): string | undefined {
  return /charset="?([\w.:-]+)/i.exec(contentType)?.[1];
}
