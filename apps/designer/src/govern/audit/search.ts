/** What the address says of which entries are shown; days are of the reader's zone. */
export interface AuditSearch {
  text?: string;
  act?: string;
  object?: string;
  actor?: string;
  /** yyyy-mm-dd, both days within. */
  from?: string;
  to?: string;
}

const NAMES = ['text', 'act', 'object', 'actor', 'from', 'to'] as const;

/** Out of an address, which may say anything. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  return Object.fromEntries(NAMES.flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : [])));
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** The same as the API asks: days as instants, the last one to its end. */
export function queryOf({ from, to, ...search }: AuditSearch): Record<string, string> {
  const until = to === undefined ? undefined : startOf(to, 1);
  const query = { ...search, since: from === undefined ? undefined : startOf(from, 0), until };
  return Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''),
  );
}

/** The instant at which a day begins here, or one so many days behind; nothing for what is no day. */
function startOf(day: string, later: number): string | undefined {
  if (!DAY.test(day)) return undefined;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const begins = new Date(year, month - 1, date + later);
  return Number.isNaN(begins.getTime()) ? undefined : begins.toISOString();
}
