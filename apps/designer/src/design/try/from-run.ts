import { queryOptions } from '@tanstack/react-query';
import { type Fixture, freeName } from '@throughline/flow';
import { type AnswerOf, api, ask } from '../../api.ts';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { showSample } from './chosen.ts';

export type PastRun = AnswerOf<typeof api.runs.$get>['runs'][number];

const SHOWN = '25';

/** The last runs of a flow, or those that a business key, correlation id or error code finds. */
export const pastRunsQuery = (environment: string, flow: string, search: string) =>
  queryOptions({
    queryKey: ['runs', environment, 'past', flow, search],
    queryFn: () =>
      ask(api.runs.$get({ query: { environment, flow, limit: SHOWN, ...(search === '' ? {} : { search }) } })),
    staleTime: 5_000,
    retry: false,
  });

/**
 * Keeps the message of a run with the open flow, freed of what is personal by the server, and shows it. As a test it also says what
 * became of it, with the partners' answers. Answers its name; throws what the server or the document refused.
 */
export async function keepRun(run: PastRun, isTest: boolean): Promise<string> {
  const name = nameFor(run);
  const { fixtures } = await ask(api.runs[':id'].fixtures.$post({ param: { id: run.id }, json: { name } }));
  const wanted = isTest ? fixtures : fixtures.filter(({ kind }) => kind === 'message').map(withoutExpectation);
  const problem = edit(
    wanted.map((fixture) => ({ op: 'set-fixture', fixture: fixture as never })),
    { label: isTest ? 'Keep a run as a test' : 'Keep a run as a sample' },
  );
  if (problem !== null) throw new Error(problem.sentence);
  const message = fixtures.find(({ kind }) => kind === 'message');
  if (message !== undefined) showSample(`${message.node}/${name}`);
  return name;
}

function withoutExpectation({ expect: _, ...fixture }: Fixture): Fixture {
  return fixture;
}

/** By its moment: business keys may be personal, and a name is read by everybody. */
function nameFor({ beganAt }: PastRun): string {
  const taken = new Set(openDocument().fixtures.map(({ name }) => name));
  return freeName(taken, `Run of ${beganAt.slice(0, 16).replace('T', ' ')}`);
}
