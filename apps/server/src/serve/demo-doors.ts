import type { FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { createClient, noDoorSettings, putDoor, type Store, system } from '@throughline/store';

const BY = system('demo');
/** Where a release goes, its doors do not stay open as they are in dev. */
const CLOSED = ['test', 'prod'];

/** Says in test and prod who may come in: registered clients with a key, and HL7 from this machine. */
export async function seedDoors(store: Store, documents: readonly FlowDocument[]): Promise<void> {
  const doors = documents.flatMap((document) =>
    document.nodes
      .filter(({ type }) => type === 'trigger.http' || type === 'trigger.mllp')
      .map((node) => ({ document, node })),
  );
  const base = { ...noDoorSettings, owner: 'Integration team', domain: 'supply' };
  for (const environment of CLOSED) {
    for (const { document, node } of doors) {
      const settings =
        node.type === 'trigger.mllp'
          ? { ...base, ranges: ['127.0.0.1/32'] }
          : { ...base, ways: { ...base.ways, apiKey: { header: 'X-API-Key' } } };
      await putDoor(store, BY, { environment, flow: document.id, node: node.id, settings });
    }
    await createClient(store, BY, environment, {
      name: 'Scanners and purchasing',
      contact: 'integration@hospital.example',
      note: 'Shipped with the demo; make it a key, and send with it.',
      doors: doors
        .filter(({ node }) => node.type === 'trigger.http')
        .map(({ document, node }) => ({ flow: document.id, node: node.id, rate: null, quota: null })),
    });
  }
}

/** Names of connections that a flow needs. */
export function connectionsOf(document: FlowDocument): string[] {
  return document.nodes.flatMap(({ type, config }) => [...(catalogue.get(type)?.connections?.(config as never) ?? [])]);
}
