import type { Problem as FlowProblem, Operation } from '@throughline/flow';
import { api, ask, Problem } from '../../api.ts';
import { sessionEnded } from '../../frame/query-client.ts';
import { type Transport, TransportError } from './transport.ts';
import type { Present } from './view.ts';

const AGAIN_MS = [500, 1000, 2000, 5000];

/** The open flow on our server. */
export function httpTransport(flow: string): Transport {
  const param = { flow };
  return {
    load: async () => told(ask(api.flows[':flow'].draft.$get({ param }))),
    send: async (json) => told(ask(api.flows[':flow'].operations.$post({ param, json }))),
    check: async () => {
      const { revision, problems } = await told(ask(api.flows[':flow'].check.$post({ param, json: {} })));
      return { revision, problems: problems as FlowProblem[] };
    },
    listen: (page, hear) => listenTo(flow, page, hear),
    show: async (session, selection, cursor) => {
      await told(
        ask(api.flows[':flow'].presence.$post({ param, json: { session, selection: [...selection], cursor } })),
      );
    },
  };
}

/** Says in the port's words why a call failed. */
async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) {
      sessionEnded();
      throw new TransportError('signed-out', error.message);
    }
    if (error.code === 'base_gone') throw new TransportError('stale', error.message);
    const isLost = error.status === 0 || error.status >= 500 || error.status === 429;
    throw new TransportError(isLost ? 'lost' : 'refused', error.message);
  }
}

interface Change {
  revision: number;
  session: string | null;
  by: string;
  operations: Operation[];
}

const listenTo: (
  flow: string,
  page: { session: string; since: number },
  hear: Parameters<Transport['listen']>[1],
) => () => void = (flow, page, hear) => {
  let source: EventSource;
  let since = page.since;
  let tries = 0;
  let waiting: number | undefined;
  const dataOf = <T>(event: Event) => JSON.parse((event as MessageEvent<string>).data) as T;
  const open = () => {
    source = new EventSource(`/api/v1/flows/${flow}/live?session=${page.session}&since=${since}`);
    source.addEventListener('open', () => {
      tries = 0;
      hear.onOpen();
    });
    source.addEventListener('operations', (event) => {
      const change = dataOf<Change>(event);
      since = change.revision;
      hear.onOperations(change);
    });
    source.addEventListener('presence', (event) => hear.onPeople(dataOf<{ people: Present[] }>(event).people));
    source.addEventListener('reload', (event) => {
      since = dataOf<{ revision: number }>(event).revision;
      hear.onReplaced();
    });
    source.addEventListener('gone', () => {
      source.close();
      hear.onGone();
    });
    source.addEventListener('error', () => {
      source.close();
      hear.onLost();
      waiting = window.setTimeout(open, AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)]);
    });
  };
  open();
  return () => {
    source.close();
    window.clearTimeout(waiting);
  };
};
