import type { FlowDocument } from '@throughline/flow';
import type { Hospital } from '../../support/hospital.ts';
import { flowOf, node, until } from '../../support/stage.ts';

/** Publishes a flow and makes it live in dev; waits until its door is open. */
export async function goLive(hospital: Hospital, document: FlowDocument): Promise<void> {
  const made = await hospital.api(`/flows/${document.id}/versions`, { method: 'POST', json: { document } });
  const { version } = made.body as { version?: number | null };
  if (version == null) throw new Error(`${document.id} is not published: ${JSON.stringify(made.body)}`);
  await hospital.api(`/flows/${document.id}/live`, { method: 'PUT', json: { environment: 'dev', version } });
  const path = String(document.nodes.find(({ type }) => type === 'trigger.http')?.config['path']);
  await until(async () => (await fetch(`${hospital.url}/in/dev/${path}`, { method: 'OPTIONS' })).status !== 404, 60);
}

const charge = `{"chargeId": "CH-" & id, "type": "charge", "usageId": id, "serviceDate": "2026-11-18", "facility": "WEST",
  "encounterId": "E-7730588", "patient": {"id": "MRN-119043"}, "currency": "USD", "total": 11.2,
  "lines": [{"line": 1, "chargeCode": "2720221", "revenueCode": "0272", "item": "40020221", "description": "SUTURE",
    "quantity": 1, "unit": "EA", "unitPrice": 11.2, "amount": 11.2}]}`;
const journal = `{"postingId": "JE-" & id, "postingDate": "2026-11-18", "facility": "WEST", "currency": "USD", "reference": id,
  "memo": "Supplies used", "lines": [{"line": 1, "account": "610200", "debit": 3.2, "costCentre": "71040"},
    {"line": 2, "account": "141000", "credit": 3.2}]}`;

/** A door that keeps messages of one location in order. */
export const door = (path: string, onFailure: 'park' | 'continue') =>
  node('in', 'trigger.http', {
    path,
    keys: {
      idempotency: ['id'],
      order: { paths: ['location'], onFailure },
      business: [{ name: 'usage', path: 'id', class: 'open' }],
      correlation: 'id',
    },
  });

export const toBilling = { ...post('charge', 'billing', '/charges', charge), name: 'Charge the patient' };
export const toErp = { ...post('post', 'erp', '/postings', journal), name: 'Post to the ERP' };

function post(id: string, connection: string, url: string, expr: string) {
  const reply = { becomes: 'message', into: null };
  return node(id, 'connector.http', { connection, url, body: { expr }, reply });
}

export { flowOf, node, until };

/** What a partner has taken or said no to, in order: `JE-OR-1.03`. */
export async function ledgerOf(hospital: Hospital, partner: 'erp' | 'billing', outcome: string): Promise<string[]> {
  const { entries } = (await hospital.partner(partner, `/_ledger?limit=1000&outcome=${outcome}`)) as unknown as {
    entries: { effect: { postingId?: string; chargeId?: string } | null; key: string }[];
  };
  return entries.map(({ effect, key }) => effect?.postingId ?? effect?.chargeId ?? key);
}

/** Sends messages for several locations in turn, numbered from `first`; answers their ids by location, in the order of acceptance. */
export async function sendInTurn(
  hospital: Hospital,
  path: string,
  messages: readonly { location: string; [name: string]: unknown }[],
  first = 0,
): Promise<Map<string, string[]>> {
  const sent = new Map<string, string[]>();
  for (const message of messages) {
    const ids = sent.get(message.location) ?? [];
    const id = `${message.location}.${String(first + ids.length).padStart(2, '0')}`;
    const { status } = await hospital.post(path, JSON.stringify({ id, ...message }));
    if (status !== 202) throw new Error(`the door answered ${status}`);
    sent.set(message.location, [...ids, id]);
  }
  return sent;
}

/** Of a ledger's entries, those of each location in the order in which the partner took them. */
export function byLocation(entries: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const entry of entries) {
    const id = entry.replace(/^[A-Z]{2}-/, '');
    const location = id.replace(/\.\d+$/, '');
    found.set(location, [...(found.get(location) ?? []), id]);
  }
  return found;
}
