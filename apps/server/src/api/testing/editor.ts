import { apply, type FlowDocument, type Operation, type Problem } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { World } from './world.ts';

interface Answer {
  revision: number;
  refused: { index: number; problem: Problem }[];
  missed: { revision: number; session: string | null; by: string; operations: Operation[] }[];
}

/** A page that edits a draft as the canvas does: what the server confirmed, and what is still on its way. */
export interface Editor {
  /** What its person sees. */
  readonly document: FlowDocument;
  readonly revision: number;
  /** Edits that came back, with why. */
  readonly refused: { operation: Operation; problem: Problem }[];
  /** Makes an edit at once, to be sent later; false when it cannot be made on what is seen. */
  edit(operation: Operation): boolean;
  /** Sends what is pending. `lost`: the answer does not arrive, so that it is all sent again the next time. */
  send(options?: { lost?: boolean }): Promise<void>;
}

export async function openEditor(world: World, flow: string, session: string, cookie: string): Promise<Editor> {
  const read = await world.ask('GET', `/flows/${flow}/draft`, { cookie });
  if (read.status !== 200) throw new Error(await read.text());
  const begun = (await read.json()) as { document: FlowDocument; revision: number };
  let confirmed = begun.document;
  let revision = begun.revision;
  let seen = begun.document;
  let number = 1;
  let pending: Operation[] = [];
  const refused: Editor['refused'] = [];

  const shown = () => pending.reduce((document, operation) => made(document, operation) ?? document, confirmed);

  return {
    refused,
    get document() {
      return seen;
    },
    get revision() {
      return revision;
    },
    edit(operation) {
      const next = made(seen, operation);
      if (next === null) return false;
      pending.push(operation);
      seen = next;
      return true;
    },
    async send({ lost = false } = {}) {
      if (pending.length === 0) return;
      const sent = pending;
      const body = { base: revision, session, number, operations: sent };
      const response = await world.ask('POST', `/flows/${flow}/operations`, { cookie, body });
      if (response.status !== 200) throw new Error(await response.text());
      if (lost) return;
      const answer = (await response.json()) as Answer;
      for (const { operations } of answer.missed) {
        for (const operation of operations) confirmed = made(confirmed, operation)!;
      }
      for (const { index, problem } of answer.refused) refused.push({ operation: sent[index]!, problem });
      number += sent.length;
      revision = answer.revision;
      pending = [];
      seen = shown();
    },
  };
}

function made(document: FlowDocument, operation: Operation): FlowDocument | null {
  const applied = apply(document, operation, catalogue);
  return 'refused' in applied ? null : applied.document;
}
