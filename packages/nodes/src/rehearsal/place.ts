import type { Reach, RunContext } from '@throughline/engine';

/** Messages are played as if accepted at this instant, so that outcomes are the same every day. */
const ACCEPTED_AT = '2026-11-20T12:00:00.000Z';
const ID = '019a8f00-0000-7000-8000-000000000001';

/** Nothing is ever sent: a connection is an address that leads nowhere. */
export const rehearsalReach: Reach = {
  connection: async (name) => ({ name, type: 'http', settings: { baseUrl: `http://${name}.invalid` }, secrets: {} }),
  allow: [],
  fileRoot: '/',
  cache: { get: () => undefined, set: () => {} },
};

/** What the steps of a rehearsal are told about the run. */
export function rehearsalContext(
  flow: string,
  { node, type }: { node: string; type: string },
  contentType: string,
): RunContext {
  return {
    messageId: ID,
    runId: ID,
    correlationId: ID,
    environment: 'rehearsal',
    flow,
    version: 0,
    acceptedAt: ACCEPTED_AT,
    keys: {},
    trigger: { node, type, contentType, headers: {}, params: {} },
  };
}
