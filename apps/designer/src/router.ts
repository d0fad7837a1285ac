import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { environmentsQuery, lastEnvironment } from './frame/environments.ts';
import { Fault } from './frame/fault.tsx';
import { NotHere } from './frame/not-here.tsx';
import { queryClient } from './frame/query-client.ts';
import { meQuery } from './frame/session.ts';
import { Shell } from './frame/shell.tsx';
import { SignIn } from './frame/sign-in.tsx';
import { headQuery, readRunSearch } from './operate/runs/query.ts';
import { type TablePart, tableParts } from './operate/tables/parts.ts';
import { traceQuery } from './operate/trace/query.ts';

const root = createRootRoute({ errorComponent: Fault, notFoundComponent: NotHere });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignIn,
  validateSearch: ({ to, problem }): { to?: string; problem?: string } => ({
    ...(typeof to === 'string' ? { to } : {}),
    ...(typeof problem === 'string' ? { problem } : {}),
  }),
});

/** Where an invitation's link leads: nobody is signed in yet. */
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./govern/people/invitation.tsx'), 'InvitationPage'),
});

/** Everything behind the sign-in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
  },
});

const start = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: async () => {
    const { environments } = await queryClient.ensureQueryData(environmentsQuery);
    const environment = lastEnvironment(environments);
    if (environment !== null) throw redirect({ to: '/$environment', params: { environment } });
  },
  component: NotHere,
});

/** Every screen is a chunk of its own, loaded when somebody goes there. */
const home = createRoute({
  getParentRoute: () => inside,
  path: '/$environment',
  component: lazyRouteComponent(() => import('./operate/home/home.tsx'), 'Home'),
});

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

/** Partners read it with a key of theirs, and do not sign in. */
const catalogue = createRoute({
  getParentRoute: () => root,
  path: '/catalogue',
  component: lazyRouteComponent(() => import('./govern/catalogue/catalogue.tsx'), 'CataloguePage'),
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
  validateSearch: (search): { text?: string; act?: string; object?: string } => ({
    ...(typeof search['text'] === 'string' ? { text: search['text'] } : {}),
    ...(typeof search['act'] === 'string' ? { act: search['act'] } : {}),
    ...(typeof search['object'] === 'string' ? { object: search['object'] } : {}),
  }),
});

const govern = [
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

const runs = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/runs',
  validateSearch: readRunSearch,
  // Asked for while the screen is being drawn.
  loaderDeps: ({ search }) => search,
  loader: ({ params: { environment }, deps }) => void queryClient.prefetchQuery(headQuery(environment, deps)),
  component: lazyRouteComponent(() => import('./operate/runs/runs.tsx'), 'Runs'),
});

const run = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/runs/$run',
  loader: ({ params }) => void queryClient.prefetchQuery(traceQuery(params.run)),
  component: lazyRouteComponent(() => import('./operate/trace/trace.tsx'), 'Trace'),
});

const quarantine = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/quarantine',
  component: lazyRouteComponent(() => import('./operate/quarantine/quarantine.tsx'), 'Quarantine'),
  validateSearch: ({ q }): { q?: string } => (q === undefined || q === '' ? {} : { q: String(q).slice(0, 200) }),
});

const quarantined = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/quarantine/$id',
  component: lazyRouteComponent(() => import('./operate/quarantine/detail.tsx'), 'QuarantineDetail'),
});

const replays = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/replays',
  component: lazyRouteComponent(() => import('./operate/replay/replays.tsx'), 'Replays'),
});

const replay = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/replays/$replay',
  component: lazyRouteComponent(() => import('./operate/replay/replay.tsx'), 'Replay'),
});

const flows = createRoute({
  getParentRoute: () => inside,
  path: '/flows',
  component: lazyRouteComponent(() => import('./design/list/flows.tsx'), 'Flows'),
  validateSearch: ({ show }): { show?: 'archived' } => (show === 'archived' ? { show } : {}),
});

const designer = createRoute({
  getParentRoute: () => inside,
  path: '/flows/$flow',
  component: lazyRouteComponent(() => import('./design/shell/designer.tsx'), 'Designer'),
  validateSearch: (search): { node?: string } => (typeof search['node'] === 'string' ? { node: search['node'] } : {}),
});

const versions = createRoute({
  getParentRoute: () => inside,
  path: '/flows/$flow/versions',
  component: lazyRouteComponent(() => import('./design/versions/versions.tsx'), 'Versions'),
  validateSearch: ({ from, to }): { from?: string; to?: string } => ({ ...side('from', from), ...side('to', to) }),
});

function side(name: 'from' | 'to', value: unknown) {
  return /^(draft|[1-9]\d{0,8})$/.test(String(value)) ? { [name]: String(value) } : {};
}

const timeline = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/timeline',
  component: lazyRouteComponent(() => import('./operate/timeline/timeline.tsx'), 'Timeline'),
  validateSearch: ({ key }): { key?: string } =>
    key === undefined || key === '' ? {} : { key: String(key).slice(0, 200) },
});

const tables = createRoute({
  getParentRoute: () => inside,
  path: '/tables',
  component: lazyRouteComponent(() => import('./operate/tables/tables.tsx'), 'Tables'),
});

const table = createRoute({
  getParentRoute: () => inside,
  path: '/tables/$table',
  component: lazyRouteComponent(() => import('./operate/tables/table.tsx'), 'TableScreen'),
  validateSearch: ({ environment, show }): { environment?: string; show?: TablePart } => ({
    ...(typeof environment === 'string' ? { environment } : {}),
    ...(tableParts.some((part) => part === show) ? { show: show as TablePart } : {}),
  }),
});

const contracts = createRoute({
  getParentRoute: () => inside,
  path: '/contracts',
  component: lazyRouteComponent(() => import('./operate/contracts/contracts.tsx'), 'Contracts'),
  validateSearch: ({ id }): { id?: string } => (typeof id === 'string' ? { id } : {}),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    invitation,
    catalogue,
    inside.addChildren([
      start,
      home,
      runs,
      run,
      quarantine,
      quarantined,
      replays,
      replay,
      timeline,
      tables,
      table,
      contracts,
      flows,
      designer,
      versions,
      ...govern,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Fault, // In place of the screen alone: the navigation around it stays.
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
