import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readAuditSearch } from './govern/audit/search.ts';
import { inside } from './inside.ts';

const releases = createRoute({
  getParentRoute: () => inside,
  path: '/releases',
  component: lazyRouteComponent(() => import('./govern/releases/releases.tsx'), 'Releases'),
});

const release = createRoute({
  getParentRoute: () => inside,
  path: '/releases/$release',
  component: lazyRouteComponent(() => import('./govern/releases/release.tsx'), 'ReleasePage'),
});

const environments = createRoute({
  getParentRoute: () => inside,
  path: '/environments',
  component: lazyRouteComponent(() => import('./govern/environments/environments.tsx'), 'Environments'),
});

const environment = createRoute({
  getParentRoute: () => inside,
  path: '/environments/$name',
  component: lazyRouteComponent(() => import('./govern/environments/environments.tsx'), 'Environments'),
});

const connections = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/connections',
  component: lazyRouteComponent(() => import('./govern/connections/connections.tsx'), 'ConnectionsPage'),
});

const doors = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/doors',
  component: lazyRouteComponent(() => import('./govern/doors/doors.tsx'), 'Doors'),
});

const door = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/doors/$flow/$node',
  component: lazyRouteComponent(() => import('./govern/doors/door.tsx'), 'DoorPage'),
});

const clients = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/clients',
  component: lazyRouteComponent(() => import('./govern/doors/clients.tsx'), 'Clients'),
});

const client = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/clients/$client',
  component: lazyRouteComponent(() => import('./govern/doors/client.tsx'), 'ClientPage'),
});

const proxies = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/proxies',
  component: lazyRouteComponent(() => import('./govern/doors/proxies.tsx'), 'Proxies'),
});

const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: lazyRouteComponent(() => import('./govern/people/people.tsx'), 'People'),
});

const peopleSignIn = createRoute({
  getParentRoute: () => inside,
  path: '/people/sign-in',
  component: lazyRouteComponent(() => import('./govern/people/sign-in.tsx'), 'SignInSettingsPage'),
});

const tokens = createRoute({
  getParentRoute: () => inside,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./govern/tokens/tokens.tsx'), 'Tokens'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('./govern/account/account.tsx'), 'Account'),
});

const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  component: lazyRouteComponent(() => import('./govern/audit/audit.tsx'), 'Audit'),
  validateSearch: readAuditSearch,
});

/** Screens of people, releases, connections and doors. */
export const govern = [
  releases,
  release,
  environments,
  environment,
  connections,
  doors,
  door,
  clients,
  client,
  proxies,
  people,
  peopleSignIn,
  tokens,
  account,
  audit,
] as const;
