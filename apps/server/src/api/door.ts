import {
  can,
  canSomewhere,
  isPermission,
  listEnvironments,
  type Principal,
  permissions,
  personOf,
  type Scope,
} from '@throughline/store';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiEnv, Deps } from './deps.ts';
import { type ParsedInput, readInput } from './input.ts';
import { missing, Refusal } from './refusal.ts';
import type { AnyRoute } from './route.ts';

const BODY_LIMIT = 1024 * 1024;

/** Registers routes below the app: each asks who, may they, how often, what, where, in this order. Throws on a route declared twice. */
export function register(app: Hono<ApiEnv>, routes: readonly AnyRoute[], deps: Deps): void {
  const known = new Set<string>();
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    if (route.permission === undefined || route.where === undefined || known.has(name)) {
      throw new Error(`${name} is declared twice, or says no permission or no scope`);
    }
    known.add(name);
    const method = route.method.toUpperCase();
    const maxSize = route.bytes ?? BODY_LIMIT;
    app.on(method, route.path, bodyLimit({ maxSize, onError: () => refuseLarge(maxSize) }), (c) =>
      pass(route, c, deps),
    );
  }
}

function refuseLarge(bytes: number): never {
  throw new Refusal(413, 'body_too_large', `This request may be ${bytes} bytes at most.`);
}

async function pass(route: AnyRoute, c: Context<ApiEnv>, deps: Deps): Promise<Response> {
  const principal = c.get('principal');
  if (route.permission !== 'anyone') {
    if (principal.user === null) throw signInFirst();
    if (!mayBegin(principal, route)) throw forbidden(principal, route.permission);
  }
  route.pace?.take(personOf(principal));
  const input = await readInput(route, c);
  await standWithin(route, c, input, deps);
  const handle = route.handle as (call: unknown) => Promise<unknown>;
  const result = await handle({ ...deps, ...input, principal, c });
  if (result instanceof Response) return result;
  const answer = route.answer.parse(result);
  return answer === undefined ? c.body(null, 204) : c.json(answer as object, route.status ?? 200);
}

/** Before the request is read: the right somewhere, or everywhere for what is the whole platform's. */
function mayBegin(principal: Principal, { permission, where }: AnyRoute): boolean {
  if (permission === 'anyone' || permission === 'signed-in') return true;
  return where === 'platform' ? can(principal, permission, {}) : canSomewhere(principal, permission);
}

/** Throws unless the principal holds the route's right where its object lies. */
async function standWithin(route: AnyRoute, c: Context<ApiEnv>, input: ParsedInput, deps: Deps): Promise<void> {
  const { permission, where } = route;
  if (permission === 'anyone' || permission === 'signed-in' || typeof where === 'string') return;
  const find = where as unknown as (input: ParsedInput, deps: Deps) => Promise<Scope | null>;
  const scope = await find(input, deps);
  if (scope === null || !can(c.get('principal'), permission, scope)) throw missing();
  if (route.method !== 'get') await refuseOneFactor(c.get('principal'), scope, deps);
}

/** An environment may ask for a second factor before anything is changed there; a token was made by somebody who had it. */
async function refuseOneFactor(principal: Principal, { environment }: Scope, { store }: Deps): Promise<void> {
  if (environment === null || environment === undefined || principal.secondFactor !== false) return;
  const known = (await listEnvironments(store)).find(({ name }) => name === environment);
  const asks = known?.settings.secondFactor ?? 'nobody';
  if (asks === 'nobody' || (asks === 'admins' && principal.user?.role !== 'admin')) return;
  const sentence = `${known!.title} asks for a second factor; set one up under your account, then do this again.`;
  throw new Refusal(403, 'second_factor_first', sentence);
}

export function signInFirst(): Refusal {
  return new Refusal(401, 'sign_in_first', 'Sign in, or send an API token as Authorization: Bearer.', {
    headers: { 'www-authenticate': 'Bearer' },
  });
}

function forbidden({ actor }: Principal, permission: AnyRoute['permission']): Refusal {
  const who = actor.startsWith('token:') ? 'This token' : 'Your role';
  const right = isPermission(permission)
    ? ` lacks the right ${permission}: ${permissions[permission]}`
    : ' does not allow this';
  return new Refusal(403, 'forbidden', `${who}${right}.`);
}
