import type { FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import {
  approveException,
  askException,
  createClient,
  noDoorSettings,
  putDoor,
  type Store,
  system,
} from '@throughline/store';

const BY = system('demo');
const DAY_MS = 86_400_000;
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

/**
 * What a privacy office has looked at: behind code nobody can tell by rule that a journal has no patient in it. So the demo's flows
 * can be released as they are, and show what an exception is.
 */
export async function seedExceptions(store: Store): Promise<void> {
  for (const environment of CLOSED) {
    const { id } = await askException(store, BY, {
      ...{ environment, flow: 'procedure-supply-usage', node: 'erp', rule: 'patient-data' },
      reason: 'The journal has accounts, amounts, the day and the usage’s id; no patient and no clinician.',
      expiresAt: new Date(Date.now() + 365 * DAY_MS),
    });
    await approveException(store, system('demo-privacy-office'), id);
  }
}

/** Names of connections that a flow needs. */
export function connectionsOf(document: FlowDocument): string[] {
  return document.nodes.flatMap(({ type, config }) => [...(catalogue.get(type)?.connections?.(config as never) ?? [])]);
}
