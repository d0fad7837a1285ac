import { type Announcement, can, type Topic, topics } from '@throughline/store';
import { z } from 'zod';
import { environmentName, streamed } from '../../fields.ts';
import { type Line, stream } from '../../live/stream.ts';
import { route } from '../../route.ts';

/** Above this many of one kind at a time only the kind is told. */
const MAX_NAMED = 20;
/** A page is told twice a second at most. */
const PAUSE_MS = 500;

const told = Object.keys(topics).filter((topic) => topic !== 'presence') as Topic[];

export const listenToEvents = route(
  {
    method: 'get',
    path: '/events',
    summary:
      'Server-sent events `changed` {topic, id}: what kind of thing changed, and which one where it is one; only what you may see',
    permission: 'signed-in',
    where: 'listed',
    query: z.strictObject({ environment: environmentName.optional() }),
    answer: streamed,
  },
  async (call) => {
    const { feed, query, principal } = call;
    let now = principal;
    let news = new Map<Topic, Set<string | null>>();
    let greeting: Line[] = [{ event: 'ready', data: {} }];
    const note = ({ topic, id, environment }: Announcement) => {
      if (environment !== null && environment !== query.environment) return;
      if (!told.includes(topic) || !can(now, topics[topic], { environment, folder: null })) return;
      news.set(topic, (news.get(topic) ?? new Set()).add(id));
    };
    const everything = () => {
      for (const topic of told) note({ topic, id: null, environment: query.environment ?? null });
    };
    return stream(call, {
      pauseMs: PAUSE_MS,
      may(later) {
        now = later;
        return later.user !== null;
      },
      listen: (wake) =>
        feed.subscribe((announced) => {
          if (announced === null) everything();
          else note(announced);
          if (news.size > 0) wake();
        }),
      async next() {
        const lines = [...news].flatMap(([topic, ids]): Line[] => {
          const named = ids.has(null) || ids.size > MAX_NAMED ? [null] : [...ids];
          return named.map((id) => ({ event: 'changed', data: id === null ? { topic } : { topic, id } }));
        });
        news = new Map();
        const all = [...greeting, ...lines];
        greeting = [];
        return all;
      },
    });
  },
);
