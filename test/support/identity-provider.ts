import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Somebody whom the provider knows. */
export interface Vouched {
  id: string;
  email: string;
  emailVerified?: boolean;
  name: string;
  groups: string[];
}

/** A real OpenID provider on this machine, which asks for PKCE and shows a page with one button for each person. */
export interface IdentityProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Changed by tests; read at every sign-in. */
  people: Vouched[];
  /** Makes the provider forget who is signed in there. */
  close(): Promise<void>;
}

const CLIENT = { id: 'throughline', secret: 'a-secret-of-the-provider-for-tests' };

export async function openIdentityProvider(redirectUris: string[], people: Vouched[]): Promise<IdentityProvider> {
  const handlers: { handle: (req: IncomingMessage, res: ServerResponse) => unknown } = { handle: () => {} };
  const server = createServer((req, res) => void handlers.handle(req, res));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: redirectUris,
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [newKey()] } as never,
    cookies: { keys: ['a key of this test'] },
    pkce: { required: () => true },
    scopes: ['openid', 'email', 'profile', 'groups'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/choose/${uid}` },
    findAccount: (_, id) => {
      const person = people.find((one) => one.id === id);
      if (person === undefined) return undefined;
      const { email, emailVerified = true, name, groups } = person;
      return { accountId: id, claims: async () => ({ sub: id, email, email_verified: emailVerified, name, groups }) };
    },
    // Nobody is asked whether the hospital's own product may know them.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  handlers.handle = async (req, res) => {
    if (!req.url!.startsWith('/choose/')) return callback(req, res);
    if (req.method === 'POST') {
      const accountId = new URLSearchParams(await textOf(req)).get('person')!;
      return provider.interactionFinished(req, res, { login: { accountId, remember: false } });
    }
    res.setHeader('content-type', 'text/html');
    const buttons = people.map(({ id, name }) => `<button name="person" value="${id}">${name}</button>`).join('');
    res.end(
      `<!doctype html><title>Hospital account</title><h1>Hospital account</h1><form method="post">${buttons}</form>`,
    );
  };
  return {
    issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    people,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function newKey(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' };
}

async function textOf(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of req.setEncoding('utf8')) text += part;
  return text;
}
