import { type Catalogue, type FlowDocument, parseDocument } from '@throughline/flow';
import { StoreError } from '../error.ts';

const KEPT = 32;

/** What was read last of each flow: text and document stand for each other, so that nothing here can be out of date. */
const read = new WeakMap<Catalogue, Map<string, { text: string; document: FlowDocument }>>();

/** The document of a draft's text, in the newest shape. Throws StoreError `document_unreadable` (newer, or not a flow). */
export function understand(flow: string, text: string, catalogue: Catalogue): FlowDocument {
  const known = read.get(catalogue)?.get(flow);
  if (known?.text === text) return known.document;
  const { document, problems } = parseDocument(text, catalogue);
  if (document === null) {
    throw new StoreError('document_unreadable', problems[0]?.sentence ?? 'The draft of this flow cannot be read.');
  }
  return remember(flow, text, document, catalogue);
}

/** Notes what a text will be read as. */
export function remember(flow: string, text: string, document: FlowDocument, catalogue: Catalogue): FlowDocument {
  const flows = read.get(catalogue) ?? new Map<string, { text: string; document: FlowDocument }>();
  read.set(catalogue, flows);
  flows.delete(flow);
  flows.set(flow, { text, document });
  const [oldest] = flows.keys();
  if (flows.size > KEPT && oldest !== undefined) flows.delete(oldest);
  return document;
}
