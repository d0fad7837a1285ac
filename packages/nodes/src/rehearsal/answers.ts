import type { Fixture } from '@throughline/flow';
import type { Answer, Asked } from './runs.ts';

/**
 * What the fixtures of a flow say to a request: the one named, else the one for the address asked, else the first that is for any.
 * Throws where the node has none of that name.
 */
export function fixtureAnswer(fixtures: readonly Fixture[], asked: Asked, name?: string): Answer | undefined {
  const here = fixtures.filter(({ kind, node }) => kind === 'answer' && node === asked.node);
  const url = asked.how === 'http' ? asked.url : undefined;
  const fixture =
    name === undefined
      ? (here.find((one) => expectOf(one).url === url && url !== undefined) ?? here.find((one) => !expectOf(one).url))
      : here.find((one) => one.name === name);
  if (name !== undefined && fixture === undefined) throw new Error(`node ${asked.node} has no answer named ${name}`);
  if (fixture === undefined) return undefined;
  const { contentType, body } = fixture;
  return { status: expectOf(fixture).status ?? '200', contentType, body };
}

/** `expect` of an answer: its status, and the address it answers where there are several. */
function expectOf({ expect }: Fixture): { status?: string; url?: string } {
  return (expect ?? {}) as { status?: string; url?: string };
}
