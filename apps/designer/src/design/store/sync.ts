import { catalogue } from '@throughline/nodes/definitions';
import { documentStore, nothingOpen } from './document.ts';
import { endGesture, keepSelectionTo } from './edit.ts';
import { newId } from './ids.ts';
import { type Keep, keptOf } from './keep.ts';
import { onto, withAnswer, withOthers } from './rebase.ts';
import { type Edits, type Transport, TransportError } from './transport.ts';
import { clearView, showPeople } from './view.ts';

const BATCH = 200;
const RETRY_MS = [400, 1000, 2000, 4000, 8000];

export interface SyncTimes {
  /** From an edit to its way to the server. */
  saveMs: number;
  keepMs: number;
  retryMs: readonly number[];
}

const usual: SyncTimes = { saveMs: 250, keepMs: 150, retryMs: RETRY_MS };

export interface OpenFlow {
  close: () => void;
  /** Sends what waits now; resolves when nothing more can be done at this moment. */
  save: () => Promise<void>;
  /** Writes down at once what is not saved yet: the page is about to go. */
  keep: () => void;
  /** Tries again at once after a loss or a new sign-in. */
  retry: () => void;
}

/**
 * Keeps the open document and the server in step. One batch is under way at a time; what others did meanwhile goes below what is pending.
 *
 *   loading → in step ⇄ sending → in step        lost: the operations keep their numbers and are sent again, so they are made once
 *                    ↘ lost ↗                      gap in what was heard: load again, pending edits stay on top
 */
export function openFlow(
  flow: string,
  transport: Transport,
  keep: Keep,
  times: SyncTimes = usual,
  mayEdit = true,
): OpenFlow {
  documentStore.setState({ ...nothingOpen, flow, mayEdit }, true);
  clearView();
  endGesture();
  let heard: Edits[] = [];
  let isClosed = false;
  let isBusy = false;
  let losses = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let keepTimer: ReturnType<typeof setTimeout> | undefined;
  let unlisten = () => {};

  const write = () => {
    clearTimeout(keepTimer);
    keepTimer = undefined;
    if (documentStore.getState().base !== null) keep.write(keptOf(documentStore.getState(), Date.now()));
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(() => void work(), ms);
  };
  const unwatch = documentStore.subscribe((now, before) => {
    if (now.pending !== before.pending && now.pending.length > before.pending.length && !isBusy && losses === 0) {
      later(times.saveMs);
    }
    if (now.pending !== before.pending || now.past !== before.past || now.future !== before.future) {
      keepTimer ??= setTimeout(write, times.keepMs);
    }
  });

  async function work(): Promise<void> {
    if (isBusy || isClosed) return;
    isBusy = true;
    clearTimeout(timer);
    try {
      if (documentStore.getState().base === null) await begin();
      while (!isClosed && documentStore.getState().pending.length > 0) await sendOne();
      losses = 0;
      if (!isClosed && documentStore.getState().hindrance !== null) documentStore.setState({ hindrance: null });
    } catch (error) {
      if (!isClosed) hinder(error);
    } finally {
      isBusy = false;
    }
    drain();
  }

  async function begin(): Promise<void> {
    const [kept, draft] = await Promise.all([left, transport.load()]);
    if (isClosed) return;
    const pending = kept?.pending ?? [];
    documentStore.setState({
      ...onto(draft.document, draft.revision, pending, catalogue),
      session: kept?.session ?? newId(),
      handled: kept?.handled ?? 0,
      flight: kept?.flight ?? 0,
      past: kept?.past ?? [],
      future: kept?.future ?? [],
      updatedAt: draft.updatedAt,
      updatedBy: draft.updatedBy,
    });
    write();
    listen();
  }

  async function sendOne(): Promise<void> {
    const { pending, flight, session, handled, revision } = documentStore.getState();
    const count = flight > 0 ? flight : Math.min(pending.length, BATCH);
    documentStore.setState({ flight: count });
    const operations = pending.slice(0, count).map(({ operation }) => operation);
    const answer = await transport.send({ session, number: handled + 1, base: revision, operations });
    if (isClosed) return;
    documentStore.setState(withAnswer(documentStore.getState(), answer, catalogue, newId));
    keepSelectionTo(documentStore.getState().document!);
  }

  /** The draft as the server has it, with what is pending here on top. */
  async function reload(): Promise<void> {
    const draft = await transport.load();
    if (isClosed) return;
    const { pending, revision } = documentStore.getState();
    if (draft.revision < revision) return;
    documentStore.setState({
      ...onto(draft.document, draft.revision, pending, catalogue),
      updatedAt: draft.updatedAt,
      updatedBy: draft.updatedBy,
    });
    heard = heard.filter((edits) => edits.revision > draft.revision);
    keepSelectionTo(documentStore.getState().document!);
  }

  function drain(): void {
    if (isBusy || isClosed || documentStore.getState().base === null) return;
    for (;;) {
      const next = heard[0];
      const { revision } = documentStore.getState();
      if (next === undefined) return;
      if (next.revision > revision + 1) return void catchUp();
      heard = heard.slice(1);
      if (next.revision <= revision) continue;
      documentStore.setState(withOthers(documentStore.getState(), next, catalogue));
      keepSelectionTo(documentStore.getState().document!);
    }
  }

  async function catchUp(): Promise<void> {
    if (isBusy || isClosed) return;
    isBusy = true;
    await reload().catch(hinder);
    isBusy = false;
    if (documentStore.getState().pending.length > 0) later(0);
    else drain();
  }

  function hinder(error: unknown): void {
    const kind = error instanceof TransportError ? error.kind : 'refused';
    const sentence = error instanceof Error ? error.message : 'The edit could not be saved.';
    const { hindrance } = documentStore.getState();
    if (kind === 'lost') {
      const since = hindrance?.kind === 'offline' ? hindrance.since : Date.now();
      documentStore.setState({ hindrance: { kind: 'offline', since } });
      later(times.retryMs[Math.min(losses++, times.retryMs.length - 1)] ?? 1000);
    } else if (kind === 'stale') {
      void reload().then(() => later(0), hinder);
    } else if (kind === 'signed-out') {
      documentStore.setState({ hindrance: { kind: 'signed-out' } });
    } else if (hindrance?.kind !== 'refused') {
      // The first reason says more than what follows from it.
      documentStore.setState({ hindrance: { kind: 'refused', sentence } });
    }
  }

  function listen(): void {
    const { session, revision } = documentStore.getState();
    unlisten = transport.listen(
      { session, since: revision },
      {
        onOperations: (edits) => {
          heard = [...heard, edits];
          drain();
        },
        onPeople: showPeople,
        onOpen: () => losses > 0 && later(0),
        onReplaced: () => void catchUp(),
        onGone: () =>
          hinder(
            new TransportError(
              'refused',
              'Somebody archived this flow; it can be brought back among the archived ones.',
            ),
          ),
        onLost: () => showPeople([]),
      },
    );
  }

  const left = keep.read();
  void work();

  return {
    save: work,
    retry: () => later(0),
    keep: write,
    close: () => {
      write();
      isClosed = true;
      clearTimeout(timer);
      unwatch();
      unlisten();
      keep.release();
      documentStore.setState(nothingOpen, true);
    },
  };
}
