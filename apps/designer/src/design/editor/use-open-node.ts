import { notifications } from '@mantine/notifications';
import { contract } from '@throughline/contracts';
import type { FlowDocument, FlowNode, NodeDefinition, Problem } from '@throughline/flow';
import { pointerParts, valueAt } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { useCallback, useMemo, useRef } from 'react';
import { documentStore, useDocument, useMayEdit } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { useView } from '../store/view.ts';
import { chosenOf } from '../try/chosen.ts';
import { type Sample, samplesFor } from '../try/sample.ts';
import { type Tried, useTried } from '../try/use-trial.ts';
import type { Editing, Incoming } from './editing.ts';
import { contractBehind, contractInto } from './message/at-node.ts';
import { emptyShape, type Shape, shapeOfSchema, withSample } from './message/shape.ts';

/** The open node with everything its editor shows. */
export interface Opened {
  document: FlowDocument;
  node: FlowNode;
  definition: NodeDefinition | undefined;
  problems: readonly Problem[];
  samples: readonly Sample[];
  /** The chosen samples, the shown one first, as they come in and go out. */
  tried: readonly Tried[];
  editing: Editing | null;
  /** What goes out, as far as a contract says it. */
  outShape: Shape | undefined;
  /** Whether this person may change the flow. */
  isEditable: boolean;
  /** Has a surface of its own in place of the three columns. */
  isWide: boolean;
}

export function useOpenNode(id: string): Opened {
  const document = useDocument((state) => state.document)!;
  const all = useDocument((state) => state.problems);
  const chosen = useView((state) => state.samples);
  const node = document.nodes.find((one) => one.id === id)!;
  const definition = catalogue.get(node.type);
  const problems = useMemo(() => all.filter((problem) => problem.node === id), [all, id]);
  const samples = useMemo(() => samplesFor(document, id, catalogue), [document, id]);
  const tried = useTried(document, id, chosenOf(samples, chosen));
  const incoming = useStable(
    tried.flatMap(({ id: key, sample, input }): Incoming[] =>
      input === null ? [] : [{ id: key, name: sample.name, value: input.value }],
    ),
  );
  const into = useMemo(() => contractInto(document, id, catalogue), [document, id]);
  const shape = useMemo(() => shapeFrom(into, incoming), [into, incoming]);
  const isEditable = useMayEdit();
  const change = useCallback(
    (at: string, value: unknown) => {
      if (isEditable) configure(id, at, value);
    },
    [id, isEditable],
  );
  const editing = useMemo(
    () => (definition === undefined ? null : { node, definition, change, problems, shape, incoming }),
    [node, definition, change, problems, shape, incoming],
  );
  const out = contractBehind(document, node, catalogue);
  const outShape = useMemo(() => (out === undefined ? undefined : shapeOfSchema(contract(out)!.schema)), [out]);
  return {
    document,
    node,
    definition,
    problems,
    samples,
    tried,
    editing,
    outShape,
    isEditable,
    isWide: node.type === 'transform.map',
  };
}

function shapeFrom(into: string | undefined, incoming: readonly Incoming[]): Shape {
  const named = into === undefined ? emptyShape() : shapeOfSchema(contract(into)!.schema);
  return incoming.reduce((shape, { value }) => withSample(shape, value), named);
}

/** The same list as long as its messages are the same. */
function useStable(incoming: Incoming[]): readonly Incoming[] {
  const held = useRef<readonly Incoming[]>(incoming);
  if (keyOf(held.current) !== keyOf(incoming)) held.current = incoming;
  return held.current;
}

const keyOf = (incoming: readonly Incoming[]) => incoming.map(({ id }) => id).join('\n');

function configure(node: string, at: string, value: unknown): void {
  const now = documentStore.getState().document?.nodes.find((one) => one.id === node);
  if (now === undefined) return;
  const parts = pointerParts(at) ?? [];
  const was = valueAt(now.config, parts);
  const problem = edit(
    [
      {
        op: 'configure-node',
        node,
        at,
        ...(value === undefined ? {} : { value: value as never }),
        ...(at.endsWith('/-') ? {} : { was: (was ?? null) as never }),
      },
    ],
    { gesture: `configure ${node} ${at}` },
  );
  if (problem !== null)
    notifications.show({ color: 'red', title: 'This could not be changed', message: problem.sentence });
}
