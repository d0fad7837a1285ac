/** A business key of a message; the value of a personal one is not kept and therefore null. */
export interface BusinessKey {
  name: string;
  value: string | null;
}

/** The business keys of the message that a column names, as an expression of a select; `keysOf` reads it. */
export const keysIn = (messageId: string): string =>
  `(select coalesce(json_agg(json_build_array(k.name, k.value)), '[]') from business_key k where k.message_id = ${messageId})`;

/** What a blinded value looks like; an open one that looks the same is hidden too, never the other way round. */
const BLINDED = /^[A-Za-z0-9_-]{22}$/;

export function keysOf(rows: readonly [name: string, value: string][]): BusinessKey[] {
  return rows.map(([name, value]) => ({ name, value: BLINDED.test(value) ? null : value }));
}
