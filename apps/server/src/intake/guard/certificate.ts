import { X509Certificate } from 'node:crypto';
import type { CertificateHeader } from '@throughline/store';
import type { KnownProxy } from './address.ts';
import { type Asked, type Caller, type Clients, single, unauthenticated } from './client.ts';

/**
 * By the client certificate that one named proxy has checked. The header counts only on a connection from that proxy's own
 * addresses: on any other, the client wrote it itself.
 */
export function byCertificate(proxy: KnownProxy, { byCertificate: known }: Clients, { req, now }: Asked): Caller {
  if (proxy.certificate === null || !proxy.holds(req.socket.remoteAddress ?? '')) {
    throw unauthenticated('A certificate is believed only by the proxy that this door names.');
  }
  const { header, verified } = proxy.certificate;
  const given = single(req, header);
  if (given === null || (verified !== null && single(req, verified.header) !== verified.word)) {
    throw unauthenticated('The proxy has verified no client certificate.');
  }
  const match = identityIn(given, proxy.certificate, now);
  const caller = match === null ? undefined : known.get(match);
  if (caller === undefined) throw unauthenticated('The certificate is not that of a client.');
  return caller;
}

/** What clients are known by; null when the header cannot be read, or the certificate is not good now. */
function identityIn(given: string, { form }: CertificateHeader, now: number): string | null {
  if (form === 'subject') return given;
  try {
    const certificate = new X509Certificate(bytesOf(given));
    const isGood = now >= Date.parse(certificate.validFrom) && now <= Date.parse(certificate.validTo);
    return isGood ? certificate.fingerprint256.replaceAll(':', '').toLowerCase() : null;
  } catch {
    return null;
  }
}

/** `:base64:` of RFC 9440, or percent-encoded PEM. */
function bytesOf(given: string): Buffer {
  const [, base64] = /^:([A-Za-z0-9+/=]+):$/.exec(given) ?? [];
  return base64 === undefined ? Buffer.from(decodeURIComponent(given)) : Buffer.from(base64, 'base64');
}
