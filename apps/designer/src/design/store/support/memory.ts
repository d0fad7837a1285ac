import { apply, type FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { type Answer, type Batch, type Edits, type Hearing, type Transport, TransportError } from '../transport.ts';

interface Logged extends Edits {
  session: string;
}

/** The server's side of drafts, in memory: for tests of what stands before the port. */
export class MemoryServer {
  document: FlowDocument;
  revision = 1;
  /** What the next calls do instead of answering: before the edit is made, or after it. */
  faults: ('before' | 'after')[] = [];
  isDown = false;
  readonly log: Logged[] = [];
  private readonly answered = new Map<string, Answer>();
  private readonly listeners = new Map<string, Hearing>();

  constructor(document: FlowDocument) {
    this.document = document;
  }

  /** Somebody else's edit. */
  make(by: string, ...operations: Edits['operations']): void {
    this.take(by, by, { batch: `${by}${this.revision}`, base: this.revision, operations });
  }

  transport(session: string, by = session): Transport {
    return {
      load: async () => {
        this.reach();
        return { document: this.document, revision: this.revision, updatedAt: null, updatedBy: null };
      },
      send: async (batch) => {
        this.reach();
        const fault = this.faults.shift();
        if (fault === 'before') throw new TransportError('lost', 'The server does not answer.');
        const answer = this.take(session, by, batch);
        if (fault === 'after') throw new TransportError('lost', 'The server does not answer.');
        return answer;
      },
      check: async () => ({ revision: this.revision, problems: [] }),
      listen: (hear) => {
        this.listeners.set(session, hear);
        return () => this.listeners.delete(session);
      },
      show: async () => {},
    };
  }

  up(): void {
    this.isDown = false;
    for (const hear of this.listeners.values()) hear.onOpen();
  }

  private reach(): void {
    if (this.isDown) throw new TransportError('lost', 'The server does not answer.');
  }

  private take(session: string, by: string, { batch, base, operations }: Batch): Answer {
    const before = this.answered.get(batch);
    if (before !== undefined) return before;
    const missed = this.log.filter(({ revision }) => revision > base);
    const refused: Answer['refused'] = [];
    const made = operations.filter((operation, index) => {
      const applied = apply(this.document, operation, catalogue);
      if ('refused' in applied) refused.push({ index, problem: applied.refused });
      else this.document = applied.document;
      return 'document' in applied;
    });
    if (made.length > 0) {
      this.revision++;
      this.log.push({ revision: this.revision, by, session, operations: made });
      for (const [listener, hear] of this.listeners) {
        if (!this.isDown)
          hear.onOperations({ revision: this.revision, by, operations: made, isOwn: listener === session });
      }
    }
    const answer = { revision: this.revision, refused, missed };
    this.answered.set(batch, answer);
    return answer;
  }
}
