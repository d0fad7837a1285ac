import type { Ways } from '../doors/queries.ts';

interface Sendable {
  ways: Ways;
  method: string;
  place: string;
  contentType: string;
  /** Where a message says what makes it one of a kind; null: in itself. */
  keyHeader: string | null;
}

/** Commands that send a message, by the first way that is open. */
export function exampleOf({ ways, method, place, contentType, keyHeader }: Sendable, origin: string): string {
  const headers = [
    `-H 'Content-Type: ${contentType}'`,
    ...(keyHeader === null ? [] : [`-H '${keyHeader}: <one for each message>'`]),
  ];
  const send = (proof: string[]) =>
    [`curl -X ${method} ${origin}${place}`, ...headers, ...proof, '--data-binary @message'].join(' \\\n  ');
  if (ways.apiKey !== null) return send([`-H "${ways.apiKey.header}: $KEY"`]);
  if (ways.signature !== null) {
    const { header, prefix, encoding } = ways.signature;
    const digest = encoding === 'hex' ? "-r | cut -d' ' -f1" : '-binary | base64';
    const sign = `SIGNATURE=$( (printf '%s.' "$NOW"; cat message) | openssl dgst -sha256 -hmac "$SECRET" ${digest})`;
    const proof = ['-H "X-Key-Id: $KEY_ID"', '-H "X-Timestamp: $NOW"', `-H "${header}: ${prefix}$SIGNATURE"`];
    return ['NOW=$(date +%s)', sign, send(proof)].join('\n');
  }
  if (ways.token !== null) return send(['-H "Authorization: Bearer $TOKEN"']);
  return send(['--cert client.pem', '--key client.key']);
}
