import { audited, type Store, system } from '@throughline/store';
import type { Door } from './doors.ts';

/** Audits that a sender used an idempotency key again for other content. A failure to do so is ours, not the sender's. */
export async function noteReuse(
  ports: { store: Store; onError: (error: unknown) => void },
  door: Door,
  prior: string,
): Promise<void> {
  const { environment, flow } = door.live;
  const summary = `A sender used the key of a message of ${flow} in ${environment} again with other content; it was refused`;
  const work = async () => ({ result: undefined, object: `message:${prior}`, summary });
  await audited(ports.store, system('intake'), 'message.key-reused', work).catch(ports.onError);
}
