import type { FlowDocument, Operation, Position, Problem } from '@throughline/flow';
import type { Present } from './view.ts';

/** The port between the open document and wherever it is kept. */
export interface Transport {
  load: () => Promise<Draft>;
  send: (batch: Batch) => Promise<Answer>;
  /** What the server finds in the draft, expressions read by the sandbox. */
  check: () => Promise<{ revision: number | null; problems: Problem[] }>;
  /** Calls until the returned function is called; comes back by itself after a loss, and says so by `onOpen`. */
  listen: (page: { session: string; since: number }, hear: Hearing) => () => void;
  /** Tells the others what this person has selected, and where they point. */
  show: (session: string, selection: readonly string[], cursor: Position | null) => Promise<void>;
}

export interface Draft {
  document: FlowDocument;
  revision: number;
  updatedAt: string | null;
  updatedBy: string | null;
}

export interface Batch {
  session: string;
  /** Number of the first operation within the session; one that was answered before is not made again. */
  number: number;
  /** The revision the sender has seen. */
  base: number;
  operations: Operation[];
}

export interface Answer {
  revision: number;
  refused: { index: number; problem: Problem }[];
  /** All that made `revision` out of `base`, oldest first, this batch included. */
  missed: Edits[];
}

export interface Edits {
  revision: number;
  session: string | null;
  by: string;
  operations: Operation[];
}

export interface Hearing {
  onOperations: (edits: Edits) => void;
  onPeople: (people: Present[]) => void;
  /** The line stands; what was missed meanwhile is told next. */
  onOpen: () => void;
  /** The document was replaced as a whole. */
  onReplaced: () => void;
  /** The flow was archived. */
  onGone: () => void;
  onLost: () => void;
}

/** Why a call of the port failed: `lost` is tried again by itself, `stale` after loading anew, the others wait for a person. */
export class TransportError extends Error {
  readonly kind: 'lost' | 'stale' | 'signed-out' | 'refused';
  constructor(kind: TransportError['kind'], sentence: string) {
    super(sentence);
    this.name = 'TransportError';
    this.kind = kind;
  }
}
