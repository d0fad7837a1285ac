/** First parts of paths that the web app, the API and the doors use themselves. */
const RESERVED = new Set([
  ...['api', 'in', 'healthz', 'readyz', 'metrics', 'assets', 'docs', 'public', 'favicon.ico'],
  ...['flows', 'tables', 'contracts', 'environments', 'releases', 'people', 'tokens', 'audit', 'settings', 'account'],
  ...['sign-in', 'sign-out', 'invitation', 'home', 'runs', 'quarantine', 'replays', 'timeline', 'connections', 'doors'],
  ...['secrets', 'policies', 'clients', 'approvals', 'new', 'all', 'none', 'search', 'help'],
]);

const SHAPE = /^[a-z0-9][a-z0-9-]{0,30}$/;

/** Why an environment cannot be called that; null when it can. */
export function refusedName(name: string): string | null {
  if (!SHAPE.test(name)) return 'A name has lower-case letters, digits and hyphens, 31 at most, such as staging.';
  return RESERVED.has(name) ? `The name ${name} is an address of this server; choose another one.` : null;
}
