import { type Fixture, freeName, type Operation } from '@throughline/flow';
import { api, ask } from '../../api.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Keeps a run as a test in the draft of its flow: the message freed of what is personal, the partners' answers, and what became of it.
 * Answers the name it got there. Throws Problem, or an Error with the sentence of the operation that was refused.
 */
export async function keepTest(run: { id: string; flow: string }, wanted: string): Promise<string> {
  const param = { flow: run.flow };
  const { document, revision } = await ask(api.flows[':flow'].draft.$get({ param }));
  const name = freeName(new Set(document.fixtures.map((fixture) => fixture.name)), wanted);
  const { fixtures } = await ask(api.runs[':id'].fixtures.$post({ param: { id: run.id }, json: { name } }));
  const operations = fixtures.map(
    (fixture): Operation => ({ op: 'set-fixture', fixture: fixture as Fixture as never }),
  );
  const json = { base: revision, session: session(), number: 1, operations };
  const { refused } = await ask(api.flows[':flow'].operations.$post({ param, json }));
  if (refused[0] !== undefined) throw new Error(refused[0].problem.sentence);
  return name;
}

/** This edit is a session of its own. */
function session(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => LETTERS[byte % 26]).join('');
}
