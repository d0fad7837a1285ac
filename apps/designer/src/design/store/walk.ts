import type { FlowDocument } from '@throughline/flow';

/** What became of a message at one node. */
export type Visit = 'done' | 'running' | 'waiting' | 'failed' | 'filtered' | 'skipped';

/** What one node did with the messages of a walk. */
export interface NodeVisit {
  state: Visit;
  /** How many messages came through; a split sends several. */
  count: number;
  tookMs: number | null;
  /** In words for people, where something is to be said. */
  sentence: string | null;
}

/** The way of one message through the flow, as the canvas draws it. */
export interface Walk {
  /** Where it comes from: a run that has a page of its own, or a trial. */
  source:
    | { kind: 'run'; id: string; environment: string; ran: { version: number; document: FlowDocument | null } }
    | { kind: 'trial'; name: string };
  /** True while more is to come. */
  isUnderWay: boolean;
  nodes: ReadonlyMap<string, NodeVisit>;
  /** By `wireKey`: how many messages went along. */
  wires: ReadonlyMap<string, number>;
  /** One sentence about all of it. */
  summary: string;
}
