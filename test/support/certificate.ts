import { generateKeyPairSync, sign } from 'node:crypto';

/** Test support: a self-signed certificate for `localhost` (X.509 v3, P-256), valid between two instants. */
export function certificate(from: Date, to: Date): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = seq(oid('2a8648ce3d040302'));
  const name = seq(tag(0x31, seq(oid('550403'), tag(0x0c, Buffer.from('localhost')))));
  const alternative = seq(oid('551d11'), tag(0x04, seq(tag(0x82, Buffer.from('localhost')))));
  const authority = seq(oid('551d13'), tag(0x04, seq(tag(0x01, Buffer.from([0xff])))));
  const body = seq(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, Buffer.from([1])),
    algorithm,
    name,
    seq(time(from), time(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, seq(alternative, authority)),
  );
  const signature = tag(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const base64 = seq(body, algorithm, signature).toString('base64').replace(/.{64}/gu, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const DAY_MS = 86_400_000;

export const validNow = () => certificate(new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS));

export const expired = () => certificate(new Date(Date.now() - 2 * DAY_MS), new Date(Date.now() - DAY_MS));

function tag(id: number, content: Buffer): Buffer {
  const length = content.length;
  const head = length < 0x80 ? [id, length] : [id, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function seq(...parts: Buffer[]): Buffer {
  return tag(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return tag(0x06, Buffer.from(hex, 'hex'));
}

function time(instant: Date): Buffer {
  const digits = instant.toISOString().replace(/[-:T]/gu, '').slice(2, 14);
  return tag(0x17, Buffer.from(`${digits}Z`));
}
