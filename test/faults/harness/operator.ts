import type { Server } from './servers.ts';

/** A person at the API: posts JSON; null when no answer came. */
export interface Operator {
  post(path: string, json: unknown): Promise<{ status: number; body: Record<string, unknown> } | null>;
}

export const PASSWORD = 'correct horse battery staple';

/** Signs in as the first administrator; the session outlives the server that gave it. */
export async function signIn(server: () => Server): Promise<Operator> {
  const ask = (path: string, json: unknown, cookie = '') =>
    fetch(`${server().url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(server().url).origin, cookie },
      body: JSON.stringify(json),
    });
  const session = await ask('/session', { email: 'admin@throughline.local', password: PASSWORD });
  if (!session.ok) throw new Error(`sign-in: ${session.status} ${await session.text()}`);
  const cookie = session.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const permissions = ['message.replay', 'quarantine.manage', 'run.see', 'environment.see'];
  const made = await ask('/tokens', { name: 'faults', permissions }, cookie);
  if (!made.ok) throw new Error(`token: ${made.status} ${await made.text()}`);
  const { token } = (await made.json()) as { token: string };
  return {
    async post(path, json) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${server().url}/api/v1${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(json),
      }).catch(() => null);
      return answer === null ? null : { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
  };
}
