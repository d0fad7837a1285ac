import { apply, type FlowDocument, type Operation, type Problem } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { type Answer, type Batch, type Edits, type Hearing, type Transport, TransportError } from '../transport.ts';

/** The server's side of drafts, in memory: for tests of what stands before the port. */
export class MemoryServer {
  document: FlowDocument;
  revision = 1;
  /** What the next calls do instead of answering: before the edit is made, or after it. */
  faults: ('before' | 'after')[] = [];
  isDown = false;
  readonly log: Edits[] = [];
  private readonly sessions = new Map<string, { handled: number; refused: { number: number; problem: Problem }[] }>();
  private readonly listeners = new Set<Hearing>();

  constructor(document: FlowDocument) {
    this.document = document;
  }

  /** Somebody else's edit. */
  make(by: string, ...operations: Operation[]): void {
    const number = (this.sessions.get(by)?.handled ?? 0) + 1;
    this.take(by, { session: by, number, base: this.revision, operations });
  }

  transport(by: string): Transport {
    return {
      load: async () => {
        this.reach();
        return { document: this.document, revision: this.revision, updatedAt: null, updatedBy: null };
      },
      send: async (batch) => {
        this.reach();
        const fault = this.faults.shift();
        if (fault === 'before') throw new TransportError('lost', 'The server does not answer.');
        const answer = this.take(by, batch);
        if (fault === 'after') throw new TransportError('lost', 'The server does not answer.');
        return answer;
      },
      check: async () => ({ revision: this.revision, problems: [] }),
      listen: (_, hear) => {
        this.listeners.add(hear);
        return () => this.listeners.delete(hear);
      },
      show: async () => {},
    };
  }

  up(): void {
    this.isDown = false;
    for (const hear of this.listeners) {
      hear.onOpen();
      for (const edits of this.log) hear.onOperations(edits);
    }
  }

  private reach(): void {
    if (this.isDown) throw new TransportError('lost', 'The server does not answer.');
  }

  private take(by: string, { session, number, base, operations }: Batch): Answer {
    const { handled, refused: earlier } = this.sessions.get(session) ?? { handled: 0, refused: [] };
    const refused = earlier.filter((one) => one.number >= number);
    const made = operations.filter((operation, i) => {
      if (number + i <= handled) return false;
      const applied = apply(this.document, operation, catalogue);
      if ('refused' in applied) refused.push({ number: number + i, problem: applied.refused });
      else this.document = applied.document;
      return 'document' in applied;
    });
    this.sessions.set(session, { handled: Math.max(handled, number + operations.length - 1), refused });
    if (made.length > 0) this.log.push({ revision: ++this.revision, session, by, operations: made });
    const edits = this.log.at(-1);
    if (made.length > 0 && !this.isDown) for (const hear of this.listeners) hear.onOperations(edits!);
    return {
      revision: this.revision,
      refused: refused.map((one) => ({ index: one.number - number, problem: one.problem })),
      missed: this.log.filter(({ revision }) => revision > base),
    };
  }
}
