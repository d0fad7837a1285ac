import type { FlowDocument, Operation, Problem } from '@throughline/flow';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Edits } from './transport.ts';

/** One operation of this tab that the server has not confirmed yet. */
export interface Pending {
  /** The step of undo it belongs to. */
  step: string;
  operation: Operation;
  /** What the node that it is about was called: somebody may remove it meanwhile. */
  about?: string | undefined;
}

/** One thing the person did: what it was made of, and what takes it back. */
export interface Step {
  id: string;
  label: string;
  forward: Operation[];
  back: Operation[];
}

/** An edit that the server refused because somebody else was there first: the person decides. */
export interface Conflict {
  id: string;
  operation: Operation;
  problem: Problem;
  /** Who changed it, where that is known. */
  by: string | null;
  /** What the node that it is about was called. */
  about?: string | undefined;
}

/** What keeps edits from being saved, or null: all is well. */
export type Hindrance =
  | { kind: 'offline'; since: number }
  | { kind: 'signed-out' }
  | { kind: 'refused'; sentence: string };

export interface DocumentState {
  /** The flow that is open; null: none. */
  flow: string | null;
  /** Whether this person may change it. */
  mayEdit: boolean;
  /** As the server has it at `revision`. */
  base: FlowDocument | null;
  revision: number;
  pending: readonly Pending[];
  /** This page, as the server knows it; operations are numbered within it, so that one sent twice is made once. */
  session: string;
  /** How many operations of the session are answered. */
  handled: number;
  /** How many of the first pending operations are on their way: they stay as they were sent until they are answered. */
  flight: number;
  /** The base with the pending operations on it: what is drawn. */
  document: FlowDocument | null;
  /** What compile and the server say about the document. */
  problems: readonly Problem[];
  past: readonly Step[];
  future: readonly Step[];
  conflicts: readonly Conflict[];
  /** The last edits of others, to say whose edit stood in the way. */
  others: readonly Edits[];
  hindrance: Hindrance | null;
  updatedAt: string | null;
  updatedBy: string | null;
}

export const nothingOpen: DocumentState = {
  flow: null,
  mayEdit: true,
  base: null,
  revision: 0,
  pending: [],
  session: '',
  handled: 0,
  flight: 0,
  document: null,
  problems: [],
  past: [],
  future: [],
  conflicts: [],
  others: [],
  hindrance: null,
  updatedAt: null,
  updatedBy: null,
};

/** The truth: one flow as it is being edited. Changed by the functions of this folder only. */
export const documentStore = createStore<DocumentState>(() => nothingOpen);

export function useDocument<T>(select: (state: DocumentState) => T): T {
  return useStore(documentStore, select);
}

export function useMayEdit(): boolean {
  return useDocument((state) => state.mayEdit);
}

/** The open document. Throws where none is open: callers are drawn only when one is. */
export function openDocument(): FlowDocument {
  const { document } = documentStore.getState();
  if (document === null) throw new Error('no flow is open');
  return document;
}
