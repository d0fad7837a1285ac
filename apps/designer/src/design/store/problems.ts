import { contract } from '@throughline/contracts';
import { type FlowDocument, type Problem, problemsOf, sameJson } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { documentStore } from './document.ts';
import type { Transport } from './transport.ts';

/** A large flow takes a while to be checked: not between two keys or two strokes of the hand. */
const LOCAL_MS = 200;
const SERVER_MS = 500;
/** What only the server can say for sure, since it knows the other flows. */
const OF_OTHERS = /^flow_/;

/** What compile finds in a document, without the other flows. */
export function problemsHere(document: FlowDocument): Problem[] {
  const problems = problemsOf(document, { catalogue, contracts: (name) => contract(name)?.schema });
  return problems.filter(({ code }) => !OF_OTHERS.test(code));
}

/** Both lists as one: what was found here, and what the server found besides about nodes that are as they were. */
export function joined(
  here: readonly Problem[],
  server: readonly Problem[],
  isUnchanged: (node: string) => boolean,
): Problem[] {
  const key = ({ code, node, field }: Problem) => `${code} ${node} ${field}`;
  const known = new Set(here.map(key));
  const more = server.filter(
    (one) => !known.has(key(one)) && !isOfShape(one) && (one.node === undefined || isUnchanged(one.node)),
  );
  return [...here, ...more].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}

/** Found from the drawing alone, which is judged here at once: the server's older word on it does not count. */
function isOfShape({ code }: Problem): boolean {
  return SHAPE.has(code);
}

const SHAPE = new Set([
  'no_trigger',
  'no_input',
  'unreachable',
  'cycle',
  'connector_chain',
  'no_respond',
  'respond_without_caller',
  'wire_from_missing_node',
  'wire_to_missing_node',
  'port_missing',
  'wire_into_trigger',
  'catch_idle',
  'catch_scope_missing',
]);

/** Keeps the problems of the open document current: found here at once, by the server a moment later. Returns how to stop. */
export function watchProblems(transport: Transport): () => void {
  let here: Problem[] = [];
  let checked: { document: FlowDocument; problems: Problem[] } | null = null;
  let localTimer: ReturnType<typeof setTimeout> | undefined;
  let serverTimer: ReturnType<typeof setTimeout> | undefined;

  const show = () => {
    const { document, problems } = documentStore.getState();
    if (document === null) return;
    const then = new Map(checked?.document.nodes.map((node) => [node.id, node]));
    const now = new Map(document.nodes.map((node) => [node.id, node]));
    const next = joined(here, checked?.problems ?? [], (id) => now.has(id) && sameJson(now.get(id), then.get(id)));
    if (!sameJson(problems, next)) documentStore.setState({ problems: next });
  };
  const local = () => {
    localTimer = undefined;
    const { document } = documentStore.getState();
    if (document !== null) here = problemsHere(document);
    show();
  };
  const server = async () => {
    serverTimer = undefined;
    const { base } = documentStore.getState();
    if (base === null) return;
    try {
      const { revision, problems } = await transport.check();
      if (documentStore.getState().revision === revision)
        checked = { document: documentStore.getState().base!, problems };
      show();
    } catch {
      // Unreachable or refused: what is found here stands, and the next saved edit asks again.
    }
  };
  const later = () => {
    clearTimeout(localTimer);
    localTimer = setTimeout(local, LOCAL_MS);
  };
  const unwatch = documentStore.subscribe((now, before) => {
    if (now.document !== before.document) later();
    if (now.revision !== before.revision) {
      clearTimeout(serverTimer);
      serverTimer = setTimeout(() => void server(), SERVER_MS);
    }
  });
  later();
  return () => {
    clearTimeout(localTimer);
    clearTimeout(serverTimer);
    unwatch();
  };
}
