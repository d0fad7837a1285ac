import type { Door } from './doors.ts';
import { Refusal } from './refusal.ts';

/** Fields named in a refusal; a message with more faults than this is mended in more than one go. */
const SHOWN = 20;

/** Throws Refusal 422 with the fields that do not fit the door's contract; nothing is accepted then. */
export function checkContract(door: Door, raw: Buffer, contentType: string): void {
  const misfit = door.contract?.(raw, contentType) ?? null;
  if (misfit === null) return;
  const { code, sentence, path, broken } = misfit;
  const errors = broken.slice(0, SHOWN).map(({ field, rule }) => ({ field, sentence: `breaks the rule ${rule}` }));
  throw new Refusal(422, code, sentence, { path, errors });
}
