import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Certificate {
  cert: string;
  key: string;
  privateKey: KeyObject;
}

let serial = 1;

/** Who a certificate is signed by, where not by itself. */
interface Authority {
  name: string;
  privateKey: KeyObject;
}

/** Test support: a certificate for `localhost` (X.509 v3, P-256), self-signed unless `by` signs it, valid between two instants. */
export function certificate(from: Date, to: Date, by?: Authority, subject = 'localhost'): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = seq(oid('2a8648ce3d040302'));
  const named = (text: string) => seq(tag(0x31, seq(oid('550403'), tag(0x0c, Buffer.from(text)))));
  const name = named(subject);
  const alternative = seq(oid('551d11'), tag(0x04, seq(tag(0x82, Buffer.from('localhost')))));
  const constraint = tag(0x04, by === undefined ? seq(tag(0x01, Buffer.from([0xff]))) : seq());
  const authority = seq(oid('551d13'), constraint);
  const body = seq(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, Buffer.from([serial++])),
    algorithm,
    by === undefined ? name : named(by.name),
    seq(time(from), time(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, seq(alternative, authority)),
  );
  const signature = tag(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, by?.privateKey ?? privateKey)]));
  const base64 = seq(body, algorithm, signature)
    .toString('base64')
    .match(/.{1,64}/gu)!
    .join('\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
  };
}

const DAY_MS = 86_400_000;

export const validNow = () => certificate(new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS));

/** One for `localhost` that an authority signed, and the authority's own. */
export function issued(): { authority: string; cert: string; key: string } {
  const [from, to] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS)];
  const name = 'An authority of this test';
  const authority = certificate(from, to, undefined, name);
  const { cert, key } = certificate(from, to, { name, privateKey: authority.privateKey });
  return { authority: authority.cert, cert, key };
}

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
