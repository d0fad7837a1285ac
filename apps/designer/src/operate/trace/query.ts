import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type Trace = AnswerOf<(typeof api.runs)[':id']['$get']>;
export type Step = Trace['steps'][number];

const goesOn = (state: string | undefined) => state === 'running' || state === 'waiting';

export const traceQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: () => ask(api.runs[':id'].$get({ param: { id } })),
    refetchInterval: ({ state }) => (goesOn(state.data?.state) ? 1500 : false),
  });

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ['run-content', id, 'message'],
    queryFn: () => ask(api.runs[':id'].message.$get({ param: { id } })),
    staleTime: 60_000,
    structuralSharing: false, // To compare two messages of megabytes takes longer than to draw one.
  });

export const stepQuery = (id: string, number: number) =>
  queryOptions({
    queryKey: ['run-content', id, number],
    queryFn: () => ask(api.runs[':id'].steps[':number'].$get({ param: { id, number: String(number) } })),
    staleTime: 60_000,
    structuralSharing: false,
  });
