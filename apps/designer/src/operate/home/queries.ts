import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type Flow = AnswerOf<typeof api.flows.$get>['flows'][number];
export type Run = AnswerOf<typeof api.runs.$get>['runs'][number];
export type Counts = Flow['counts'];
export type Rate = AnswerOf<typeof api.rates.$get>['flows'][number];
export type Line = AnswerOf<typeof api.ledger.$get>['destinations'][number];

const EVERY_MS = 2000;
const RUNS = '8';

export const flowsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['flows', environment],
    queryFn: () => ask(api.flows.$get({ query: { environment } })),
    refetchInterval: EVERY_MS,
  });

export const runsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['runs', environment],
    queryFn: () => ask(api.runs.$get({ query: { environment, limit: RUNS } })),
    refetchInterval: EVERY_MS,
  });

export const ratesQuery = (environment: string) =>
  queryOptions({
    queryKey: ['flows', 'rates', environment],
    queryFn: () => ask(api.rates.$get({ query: { environment } })),
    refetchInterval: 10_000,
  });

export type Destination = AnswerOf<typeof api.destinations.$get>['destinations'][number];

export const destinationsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['destinations', environment],
    queryFn: () => ask(api.destinations.$get({ query: { environment } })),
    refetchInterval: 4000,
  });

export const ledgerQuery = (environment: string, flow: string) =>
  queryOptions({
    queryKey: ['ledger', environment, flow],
    queryFn: () => ask(api.ledger.$get({ query: { environment, flow } })),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
