import { nodeOf } from '@throughline/flow';
import { useEffect } from 'react';
import { tell } from '../actions/tell.ts';
import { documentStore } from '../store/document.ts';
import { viewStore } from '../store/view.ts';

/** A node that somebody removes while this person has it open closes; who did it is said. */
export function useRemovedMeanwhile(): void {
  useEffect(
    () =>
      documentStore.subscribe((now, before) => {
        const { open } = viewStore.getState();
        if (open === null || now.document === null || before.document === null) return;
        const was = nodeOf(before.document, open);
        if (was === undefined || nodeOf(now.document, open) !== undefined) return;
        const removal = now.others.findLast(({ operations }) =>
          operations.some((operation) => operation.op === 'remove-nodes' && operation.nodes.includes(open)),
        );
        if (removal !== undefined) tell(`${was.name}, which you had open, was removed by ${removal.by}.`);
      }),
    [],
  );
}
