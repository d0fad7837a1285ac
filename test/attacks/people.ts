import { ADMIN_PASSWORD, type Arena } from './arena.ts';

export interface Told {
  status: number;
  body: Record<string, unknown>;
  text: string;
}

/** Somebody at the API: by session or by token. */
export interface Person {
  ask(method: string, path: string, json?: unknown): Promise<Told>;
}

const PASSWORD = 'a password of a person here';

/** Whoever sends these headers. */
export function somebody(arena: Arena, headers: Record<string, string> = {}): Person {
  const { origin } = new URL(arena.url);
  return {
    async ask(method, path, json) {
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      const answer = await fetch(`${arena.url}/api/v1${path}`, {
        method: method.toUpperCase(),
        headers: { origin, 'content-type': 'application/json', ...headers },
        redirect: 'manual',
        ...body,
      });
      const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
      if (isStream) await answer.body?.cancel();
      const text = isStream ? '' : await answer.text();
      return { status: answer.status, body: readJson(text), text };
    },
  };
}

export async function signedIn(arena: Arena, email: string, password: string): Promise<Person> {
  const { origin } = new URL(arena.url);
  const answer = await fetch(`${arena.url}/api/v1/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return somebody(arena, { cookie });
}

export const firstAdmin = (arena: Arena) => signedIn(arena, 'admin@throughline.local', ADMIN_PASSWORD);

/** A person of a role, made by the admin. */
export async function person(arena: Arena, admin: Person, role: string, name = role): Promise<Person> {
  const email = `${name}@hospital.test`;
  const made = await admin.ask('post', '/users', { email, name, role, password: PASSWORD });
  if (made.status !== 201) throw new Error(made.text);
  return signedIn(arena, email, PASSWORD);
}

/** A token of the admin, with these rights in these environments. */
export async function token(
  arena: Arena,
  admin: Person,
  permissions: string[],
  environments?: string[],
): Promise<Person> {
  const made = await admin.ask('post', '/tokens', {
    name: 'attack',
    permissions,
    ...(environments ? { environments } : {}),
  });
  if (made.status !== 201) throw new Error(made.text);
  return somebody(arena, { authorization: `Bearer ${String(made.body['token'])}` });
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
