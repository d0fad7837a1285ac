import {
  can,
  changesAfter,
  draftRevision,
  inTransaction,
  leavePresence,
  listPresent,
  renewPresence,
  showPresence,
} from '@throughline/store';
import { z } from 'zod';
import { streamed } from '../../fields.ts';
import { type Line, stream } from '../../live/stream.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { session } from '../drafts/fields.ts';
import { ofFlow } from '../flows/scope.ts';

const PRESENCE_MS = 6_000;
/** Changes told at a time. */
const MAX_CHANGES = 100;

export const followDraft = route(
  {
    method: 'get',
    path: '/flows/:flow/live',
    summary:
      'Server-sent events of a draft: `operations` behind `since` (or Last-Event-ID), `presence` {people}, `reload` when the draft is to be read again',
    permission: 'flow.see',
    where: ofFlow,
    query: z.strictObject({ session: session.optional(), since: z.coerce.number<string>().int().min(1).optional() }),
    answer: streamed,
  },
  async (call) => {
    const { store, feed, c, principal, query } = call;
    const { flow } = call.params;
    const last = Number(c.req.header('last-event-id') ?? Number.NaN);
    const found = await draftRevision(store, flow);
    if (found === null) throw missing();
    let revision = Number.isInteger(last) ? last : (query.since ?? found);
    let people = '';
    let stale = { draft: true, people: true };
    let looked = 0;
    let again = () => {};

    /** The revision is read before the log, so that what is saved in between is in the log and no reason to read all again. */
    async function missed(): Promise<Line[]> {
      const now = await draftRevision(store, flow);
      if (now === null) return [{ event: 'gone', data: {} }];
      if (now === revision) return [];
      const changes = await changesAfter(store, flow, revision, MAX_CHANGES);
      // The draft of the page may be one that this database never had: it was restored, or the log forgot.
      if (changes.length === 0) return [reloadAt(now)];
      if (changes.length === MAX_CHANGES) {
        stale.draft = true;
        again();
      }
      return changes.map(({ operations, ...change }) => {
        const follows = change.revision === revision + 1 && operations !== null;
        if (!follows) return reloadAt(change.revision);
        revision = change.revision;
        return { event: 'operations', id: String(revision), data: { ...change, operations } };
      });
    }

    function reloadAt(now: number): Line {
      revision = now;
      return { event: 'reload', id: String(now), data: { revision } };
    }

    async function present(): Promise<Line[]> {
      const { session } = query;
      if (session !== undefined && !(await renewPresence(store, flow, session))) {
        await inTransaction(store, (tx) => showPresence(tx, { flow, session, selection: [], cursor: null }, principal));
      }
      const others = (await listPresent(store, flow)).filter((one) => one.session !== session);
      const text = JSON.stringify(others);
      if (text === people) return [];
      people = text;
      return [{ event: 'presence', data: { people: others } }];
    }

    return stream(call, {
      may: (now) => can(now, 'flow.see', { environment: null }),
      async listen(wake) {
        again = wake;
        return feed.subscribe((told) => {
          if (told !== null && told.id !== flow) return;
          if (told === null || told.topic === 'drafts' || told.topic === 'flows') stale.draft = true;
          if (told === null || told.topic === 'presence') stale.people = true;
          if (stale.draft || stale.people) wake();
        });
      },
      async next() {
        const lines: Line[] = [];
        const due = Date.now() - looked >= PRESENCE_MS;
        const { draft, people: moved } = stale;
        stale = { draft: false, people: false };
        // An announcement is a hint; while nobody can hear one, the log is looked at all the same.
        if (draft || due) lines.push(...(await missed()));
        if (moved || due) {
          looked = Date.now();
          lines.push(...(await present()));
        }
        return lines;
      },
      async left() {
        if (query.session !== undefined) await leavePresence(store, flow, query.session);
      },
    });
  },
);
