import { notifications } from '@mantine/notifications';
import type { Problem } from '@throughline/flow';

/** Says why something could not be done; returns whether it was. */
export function told(problem: Problem | null): boolean {
  if (problem === null) return true;
  tell(problem.sentence, 'red');
  return false;
}

export function tell(message: string, color?: string): void {
  notifications.show({ message, ...(color === undefined ? {} : { color }), autoClose: 6000 });
}
