/** A message of a source, in both forms. */
export interface Message {
  id: string;
  key: string;
  n: number;
  json: string;
  hl7: string;
}

export function idOf(index: number): string {
  return `m-${String(index).padStart(6, '0')}`;
}

/** Message `index` (from 1): its key goes round, its place in the key counts up. `canary` stands where only sealed storage may have it. */
export function messageOf(of: { index: number; keys: number; canary: string; padding: number }): Message {
  const { index, keys, canary, padding } = of;
  const id = idOf(index);
  const key = `k-${String((index - 1) % keys).padStart(2, '0')}`;
  const n = Math.floor((index - 1) / keys) + 1;
  const json = JSON.stringify({
    id,
    key,
    n,
    patient: canary,
    lines: [{ item: 'SUT-221', quantity: 1 + (index % 7) }],
    padding: 'x'.repeat(padding),
  });
  const hl7 = [
    `MSH|^~\\&|OR|WEST|TL|HUB|20261125100000||DFT^P03|${id}|P|2.5`,
    'EVN|P03|20261125100000',
    `PID|1||${key}^^^MRN||${canary}`,
    `FT1|${n}|${id}||20261125||CG|SUT-221|${'x'.repeat(Math.min(padding, 1000))}||${1 + (index % 7)}`,
  ].join('\r');
  return { id, key, n, json, hl7: `${hl7}\r` };
}
