import { randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { problem, problemResponse } from '../rest/problem.ts';

export interface Client {
  id: string;
  secret: string;
}

/** Access tokens of the client-credentials grant (RFC 6749 section 4.4); kept in memory, so a restart ends them all. */
export class Tokens {
  readonly #client: Client;
  readonly #lifeS: number;
  readonly #expiry = new Map<string, number>();
  issued = 0;

  constructor(client: Client, lifeS: number) {
    this.#client = client;
    this.#lifeS = lifeS;
  }

  expireAll(): void {
    this.#expiry.clear();
  }

  /** `POST /oauth/token`: client id and secret as Basic (preferred) or in the form. */
  readonly issue = async (c: Context): Promise<Response> => {
    const form = new URLSearchParams(await c.req.text());
    if (form.get('grant_type') !== 'client_credentials') return c.json({ error: 'unsupported_grant_type' }, 400);
    const { id, secret } = basic(c.req.header('authorization')) ?? {
      id: form.get('client_id'),
      secret: form.get('client_secret'),
    };
    if (id !== this.#client.id || secret !== this.#client.secret)
      return c.json({ error: 'invalid_client' }, 401, { 'www-authenticate': 'Basic realm="erp"' });
    const token = randomBytes(24).toString('base64url');
    this.#expiry.set(token, Date.now() + this.#lifeS * 1000);
    this.issued++;
    return c.json({ access_token: token, token_type: 'Bearer', expires_in: this.#lifeS }, 200, {
      'cache-control': 'no-store',
    });
  };

  /** Lets a request with a live token through; others get 401 with the reason of RFC 6750 section 3. */
  readonly required: MiddlewareHandler = async (c, next) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    const expiry = token === undefined ? undefined : this.#expiry.get(token);
    if (expiry !== undefined && Date.now() < expiry) return next();
    const found = problem(401, token ? 'token_invalid' : 'token_missing', 'Get a token from /oauth/token.');
    return problemResponse(found, {
      'www-authenticate': token ? 'Bearer realm="erp", error="invalid_token"' : 'Bearer realm="erp"',
    });
  };
}

function basic(header: string | undefined): Client | null {
  const encoded = /^Basic (\S+)$/i.exec(header ?? '')?.[1];
  if (!encoded) return null;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(rest.join(':')) };
}
