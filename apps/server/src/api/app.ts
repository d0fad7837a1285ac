import type { Publishing, Receive, Store } from '@throughline/store';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { timeout } from 'hono/timeout';
import type { Logger } from 'pino';
import type { ApiEnv, ArriveByHand, Deps } from './deps.ts';
import { register } from './door.ts';
import { ownOrigin } from './guard.ts';
import { guardedHeaders } from './headers.ts';
import type { AuthSettings } from './identity/auth.ts';
import { createIdentity } from './identity/identity.ts';
import type { Feed } from './live/feed.ts';
import { describeApi } from './openapi.ts';
import { openPages } from './pages.ts';
import { answerProblem } from './problem.ts';
import { missing } from './refusal.ts';
import type { AnyRoute, AppOf } from './route.ts';
import { routes } from './routes/all.ts';

export { ensureFirstAdmin } from './identity/first.ts';
export { type Feed, openFeed } from './live/feed.ts';

/** What `hc<Api>(origin)` is typed by. */
export type Api = AppOf<typeof routes>;

export interface ApiOptions {
  store: Store;
  auth: AuthSettings;
  publishing: Publishing;
  dryRun: Deps['dryRun'];
  feed: Feed;
  trials: Deps['trials'];
  play: Deps['play'];
  anchor: Deps['anchor'];
  arrive: ArriveByHand;
  receive: Receive;
  log: Logger;
  /** Shown in the API's description. */
  version: string;
  /** Folder of the built web app; left out, `/` says that it is not built. */
  designer?: string | undefined;
  /** The address a request comes from; behind a proxy, what the proxy says. */
  addressOf: (c: Context) => string | null;
}

const TIME_LIMIT_MS = 25_000;

/** The door for people and their programs: /api/v1, its description, and the web app. Throws when a route is not declared fully. */
export function createApi(options: ApiOptions): Hono<ApiEnv> {
  const { auth, version, designer, addressOf, ...given } = options;
  const { store, log } = given;
  const deps: Deps = { ...given, identity: createIdentity(store, auth) };
  const app = new Hono<ApiEnv>();
  app.onError((error, c) => answerProblem(error, c, deps));
  app.use('*', guardedHeaders({ https: auth.origins[0].startsWith('https:') }));
  app.use('/api/*', logged(log));

  const v1 = app.basePath('/api/v1');
  v1.use('*', timeout(TIME_LIMIT_MS));
  v1.use('*', ownOrigin(auth.origins));
  v1.use('*', async (c, next) => {
    const { principal, cookies } = await deps.identity.identify(c.req.raw.headers, addressOf(c));
    c.set('principal', principal);
    for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
    await next();
  });
  register(v1, routes as readonly unknown[] as readonly AnyRoute[], deps);

  let description: object | undefined;
  app.get('/api/openapi.json', (c) => {
    description ??= describeApi(routes as readonly unknown[] as readonly AnyRoute[], version);
    return c.json(description);
  });
  openPages(app, designer);
  app.all('/api/*', () => {
    throw missing();
  });
  return app;
}

function logged(log: Logger) {
  return async (c: Context<ApiEnv>, next: () => Promise<void>) => {
    const began = performance.now();
    await next();
    log.debug(
      {
        requestId: c.get('requestId'),
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        ms: Math.round(performance.now() - began),
        actor: c.get('principal')?.actor,
      },
      'request',
    );
  };
}
