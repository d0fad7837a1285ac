import type { FlowDocument } from '@throughline/flow';

/** The flows that a flow calls, by id. */
export function callsOf({ nodes }: FlowDocument): string[] {
  return nodes.filter(({ type }) => type === 'route.call').map(({ config }) => String(config['flow']));
}

/** The same documents, each behind those that it calls: a version is compiled with what they are when it is published. */
export function calledFirst(documents: readonly FlowDocument[]): FlowDocument[] {
  const sorted = new Set<FlowDocument>();
  const visit = (document: FlowDocument, above: readonly string[]) => {
    if (sorted.has(document)) return;
    for (const id of callsOf(document)) {
      const called = documents.find((one) => one.id === id);
      // A circle is the server's to refuse.
      if (called !== undefined && !above.includes(id)) visit(called, [...above, document.id]);
    }
    sorted.add(document);
  };
  for (const document of documents) visit(document, [document.id]);
  return [...sorted];
}
