/** What one room may import: all of it, its types only, or its types and a few named values. */
export type Allowed = string | { room: string; types: true; values?: string[] };

const types = (room: string, ...values: string[]): Allowed => ({ room, types: true, values });

const below = ['flow', 'contracts', 'formats', 'nodes/definitions'];

/** What the files of the server that only wire may bring together. */
const wiring = [
  ...below,
  'engine',
  'nodes/runs',
  'sandbox',
  'store',
  'partners',
  'server/api',
  'server/dryrun',
  'server/intake',
  'server/worker',
];

/**
 * HOUSE: who may import whom. A room is a package, a side of `nodes`, or a folder of an app; `server` and `designer` alone mean
 * the files that wire their app. A room always reaches itself; what is not listed is forbidden, and so is a room without a line.
 */
export const table: Record<string, Allowed[]> = {
  formats: [],
  contracts: [],
  flow: [],
  engine: ['flow'],
  'nodes/definitions': ['flow', 'formats', 'contracts'],
  'nodes/runs': ['flow', 'formats', 'contracts', 'nodes/definitions', types('engine', 'StepFailure')],
  sandbox: [types('engine'), types('flow'), 'contracts'],
  store: ['flow', 'contracts'],
  designer: [...below, types('server/api'), 'designer/frame', 'designer/design', 'designer/operate', 'designer/govern'],
  'designer/frame': [...below, 'designer'],
  'designer/design': [...below, 'designer', 'designer/frame'],
  'designer/operate': [...below, 'designer', 'designer/frame'],
  'designer/govern': [...below, 'designer', 'designer/frame'],
  server: [...wiring, 'server/serve', 'server/start', 'server/postgres'],
  'server/serve': wiring,
  'server/start': ['server/postgres', types('server')],
  'server/postgres': [],
  // formats: what is shown of a message is parsed and masked before it leaves, and lists leave as CSV.
  'server/api': ['flow', 'contracts', 'formats', 'nodes/definitions', 'store', 'server/dryrun'],
  'server/dryrun': ['flow', 'formats', 'engine', 'nodes/runs', 'sandbox', 'store'],
  'server/intake': ['formats', 'store', 'nodes/runs'],
  'server/worker': ['flow', 'engine', 'nodes/runs', 'sandbox', 'store'],
  cli: ['flow', 'contracts', 'formats', 'engine', 'nodes/definitions', 'nodes/runs', 'sandbox', types('server/api')],
  partners: ['formats'],
};

/** Libraries that only these rooms or files may name; `test` may name any. */
export const libraries: Record<string, string[]> = {
  'drizzle-orm': ['store'],
  postgres: ['store', 'packages/nodes/src/connector/sql/session.ts'],
  ssh2: ['packages/nodes/src/connector/sftp/session.ts'],
  amqplib: ['packages/nodes/src/connector/amqp/session.ts'],
  'graphile-worker': ['packages/store/src/jobs.ts', 'packages/store/src/migrate.ts', 'server/worker'],
  'isolated-vm': ['sandbox'],
  ses: ['sandbox'],
  // Modules that exist inside the sandbox's realm only.
  'realm:': ['sandbox'],
  '@xyflow/react': ['designer/design'],
};

/** Rooms that run in a browser or do no input and output of their own: the Node modules they may still name. */
export const pure: Record<string, string[]> = {
  flow: [],
  contracts: [],
  formats: [],
  'nodes/definitions': [],
  engine: ['node:crypto'],
  designer: [],
  'designer/frame': [],
  'designer/design': [],
  'designer/operate': [],
  'designer/govern': [],
};

/** Rooms that may use no other library than these. */
export const frugal: Record<string, string[]> = { flow: ['zod', '@noble/hashes'], contracts: [] };

/** The designer's typed client, which nothing that draws may know. */
export const API_CLIENT = 'apps/designer/src/api.ts';
