import { answersWithReply } from './plans.ts';
import { triggerOf, type Unit } from './unit.ts';

/** Whether a caller waits for this run's answer: it came in by a trigger that answers with what a respond step gives. */
export function waitsForReply(unit: Unit): boolean {
  return unit.bound.replies && answersWithReply(triggerOf(unit)?.config);
}
