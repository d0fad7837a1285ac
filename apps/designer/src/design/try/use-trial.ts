import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { useRef } from 'react';
import { environmentsQuery, lastEnvironment } from '../../frame/environments.ts';
import { meQuery } from '../../frame/session.ts';
import type { Sample } from './sample.ts';
import { type AtNode, atNode, behaviourOf, type Trial, trialQuery } from './trial.ts';

const PAUSE_MS = 300;
const NOTHING: Trial = {
  trace: [],
  wires: [],
  deliveries: [],
  lookups: [],
  stops: [],
  filtered: [],
  reply: null,
  refused: null,
  problems: [],
  outcome: null,
};

export interface Tried extends AtNode {
  sample: Sample;
  /** Other whenever the message that comes in may be another. */
  id: string;
  isPending: boolean;
  error: Error | null;
  again: () => void;
}

/** The environment whose tables and connections a trial sees: where this person was last. */
export function useTrialEnvironment(): string | null {
  const { data } = useQuery(environmentsQuery);
  return data === undefined ? null : lastEnvironment(data.environments);
}

/** Whether this person may take messages through flows. */
export function useMayTry(): boolean {
  return useQuery(meQuery).data?.permissions.includes('flow.try') ?? false;
}

/** What people call an environment. */
export function useTitleOf(environment: string | null): string {
  const { data } = useQuery(environmentsQuery);
  return data?.environments.find(({ name }) => name === environment)?.title ?? 'this environment';
}

/** Each sample as it comes to a node and leaves it, tried anew after each pause in writing. */
export function useTried(document: FlowDocument, node: string, samples: readonly Sample[]): Tried[] {
  const environment = useTrialEnvironment();
  const mayTry = useMayTry();
  const [settled] = useDebouncedValue(document, PAUSE_MS);
  const results = useQueries({
    queries: samples.map((sample) => ({
      ...trialQuery({ document: settled, environment: environment ?? '', sample, until: node }),
      enabled: environment !== null && mayTry,
      placeholderData: keepPreviousData,
    })),
  });
  const last = useRef(new Map<string, AtNode['input']>());
  return samples.map((sample, i) => {
    const { data, error, isPending, isFetching, refetch } = results[i]!;
    const now = atNode(data ?? NOTHING, node, sample, settled, catalogue);
    // While what is written here cannot run yet, what comes in is what last came in.
    const isUnready = data === undefined || (data.trace.length === 0 && data.problems.length > 0);
    const input = now.input ?? (isUnready ? (last.current.get(sample.id) ?? null) : null);
    if (input !== null) last.current.set(sample.id, input);
    const found = { ...now, input };
    return {
      ...found,
      sample,
      id: `${sample.id}#${node}#${behaviourOf(settled)}`,
      isPending: mayTry && (isPending || isFetching),
      error,
      again: () => void refetch(),
    };
  });
}
