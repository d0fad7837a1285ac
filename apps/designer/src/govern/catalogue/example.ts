import type { Ways } from '../doors/queries.ts';

/** Commands that send a message, by the first way that is open. */
export function exampleOf(
  { ways, method, place }: { ways: Ways; method: string; place: string },
  origin: string,
): string {
  const headers = ["-H 'Content-Type: application/json'", "-H 'Idempotency-Key: <one for each message>'"];
  const send = (proof: string[]) =>
    [`curl -X ${method} ${origin}${place}`, ...headers, ...proof, '--data-binary @message.json'].join(' \\\n  ');
  if (ways.apiKey !== null) return send([`-H "${ways.apiKey.header}: $KEY"`]);
  if (ways.signature !== null) {
    const { header, prefix, encoding } = ways.signature;
    const digest = encoding === 'hex' ? "-r | cut -d' ' -f1" : '-binary | base64';
    const sign = `SIGNATURE=$( (printf '%s.' "$NOW"; cat message.json) | openssl dgst -sha256 -hmac "$SECRET" ${digest})`;
    const proof = ['-H "X-Key-Id: $KEY_ID"', '-H "X-Timestamp: $NOW"', `-H "${header}: ${prefix}$SIGNATURE"`];
    return ['NOW=$(date +%s)', sign, send(proof)].join('\n');
  }
  if (ways.token !== null) return send(['-H "Authorization: Bearer $TOKEN"']);
  return send(['--cert client.pem', '--key client.key']);
}
