import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An issuer of access tokens whose keys can be fetched, changed and taken away. */
export interface Issuer {
  url: string;
  port: number;
  /** How often its keys were asked for. */
  fetched(): number;
  /** Signs with the key that is current, or one of another name. */
  token(claims: JWTPayload, how?: { kid?: string; lifeS?: number }): Promise<string>;
  /** Its public key as SPKI, for those who would use it as a secret. */
  publicKey: CryptoKey;
  /** A new key takes the place of the current one, at once. */
  rotate(): Promise<void>;
  /** Answers 503 from now on, or well again. */
  away(isAway: boolean): void;
  close(): Promise<void>;
}

export async function openIssuer(): Promise<Issuer> {
  let count = 0;
  let isAway = false;
  let number = 1;
  let pair = await generateKeyPair('ES256', { extractable: true });
  const server = createServer((_, res) => {
    count++;
    void exportJWK(pair.publicKey).then((key) => {
      res.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ keys: isAway ? [] : [{ ...key, kid: `k${number}`, alg: 'ES256', use: 'sig' }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    publicKey: pair.publicKey,
    fetched: () => count,
    token(claims, { kid = `k${number}`, lifeS = 300 } = {}) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: url, iat: now, exp: now + lifeS, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid })
        .sign(pair.privateKey);
    },
    async rotate() {
      pair = await generateKeyPair('ES256', { extractable: true });
      number++;
    },
    away(now) {
      isAway = now;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
