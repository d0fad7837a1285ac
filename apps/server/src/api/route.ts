import type { Permission, Principal, Scope } from '@throughline/store';
import type { Context, Hono } from 'hono';
import type { BlankEnv, Schema } from 'hono/types';
import { z } from 'zod';
import type { ApiEnv, Deps } from './deps.ts';
import type { Pace } from './pace.ts';

export type Method = 'get' | 'post' | 'put' | 'delete';

export type ParamsOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? { [K in Name]: string } & ParamsOf<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

export interface Input<P extends string, Q extends z.ZodType, B extends z.ZodType> {
  params: ParamsOf<P>;
  query: z.output<Q>;
  body: z.output<B>;
}

/**
 * Where a route's object lies. platform: all of it, so a right that is limited to some environments is not enough.
 * own: the caller's own things; its verb is guarded by their id. listed: the answer leaves out what the caller may not see.
 * A function finds the scope of one object; null (not there) and a scope without the right are answered alike, with 404.
 */
export type Where<P extends string, Q extends z.ZodType, B extends z.ZodType> =
  | 'platform'
  | 'own'
  | 'listed'
  | ((input: Input<P, Q, B>, deps: Deps) => Promise<Scope | null>);

export interface Declaration<
  M extends Method,
  P extends string,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
> {
  method: M;
  /** Below /api/v1, parameters as `:name`. */
  path: P;
  summary: string;
  /** The right it asks for; signed-in: every person and token; anyone: nobody in particular. */
  permission: Permission | 'signed-in' | 'anyone';
  where: Where<P, Q, B>;
  query?: Q;
  body?: B;
  /** Bytes of the body at most; 1 MiB unless it says otherwise. */
  bytes?: number;
  /** How often one person may ask; unsaid, as often as they like. */
  pace?: Pace;
  /** What leaves; members it does not name are dropped. */
  answer: A;
  /** Of a success; 200 unless it says otherwise, 204 where the answer is nothing. */
  status?: 201 | 202;
}

export interface Call<P extends string, Q extends z.ZodType, B extends z.ZodType> extends Input<P, Q, B>, Deps {
  principal: Principal;
  /** For what only HTTP knows: cookies. */
  c: Context<ApiEnv>;
}

export interface Route<
  M extends Method = Method,
  P extends string = string,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> extends Declaration<M, P, Q, B, A> {
  query: Q;
  body: B;
  handle: (call: Call<P, Q, B>) => Promise<z.input<A>>;
}

/** Any route, whatever its inputs. */
export type AnyRoute = Omit<Route, 'where' | 'handle'> & {
  where: Where<never, never, never>;
  handle: (call: never) => Promise<unknown>;
};

const empty = z.strictObject({});
type Empty = typeof empty;

/** Declares a route: its right and its scope are part of its form, so that it cannot be without them. */
export function route<
  M extends Method,
  P extends `/${string}`,
  A extends z.ZodType,
  Q extends z.ZodType = Empty,
  B extends z.ZodType = Empty,
>(declaration: Declaration<M, P, Q, B, A>, handle: (call: Call<P, Q, B>) => Promise<z.input<A>>): Route<M, P, Q, B, A> {
  return {
    ...declaration,
    query: declaration.query ?? (empty as never),
    body: declaration.body ?? (empty as never),
    handle,
  };
}

/** Nothing where there are no members to send. */
type Part<Name extends string, T> = keyof T extends never
  ? unknown
  : string extends keyof T
    ? unknown
    : { [K in Name]: T };

/** Hono's client takes an endpoint without any input for none at all, unless its input is an object. */
type Taken<T> = unknown extends T ? object : T;

type Endpoint<P extends string, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = {
  input: Taken<Part<'param', ParamsOf<P>> & Part<'query', z.input<Q>> & Part<'json', z.input<B>>>;
  output: z.output<A>;
  outputFormat: 'json';
  status: 200;
};

type SchemaOf<R> =
  R extends Route<infer M, infer P, infer Q, infer B, infer A>
    ? { [K in `/api/v1${P}`]: { [N in `$${M}`]: Endpoint<P, Q, B, A> } }
    : never;

type Intersection<U> = (U extends unknown ? (u: U) => void : never) extends (u: infer I) => void ? I : never;

/** The type that Hono's client (`hc<…>`) is made from. */
export type AppOf<Routes extends readonly unknown[]> = Hono<
  BlankEnv,
  Intersection<SchemaOf<Routes[number]>> extends infer S extends Schema ? S : never,
  '/'
>;
