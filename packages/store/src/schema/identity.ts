import { bigint, boolean, customType, integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const schema = pgSchema('throughline');
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const user = schema.table('app_user', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  name: text('name').notNull(),
  role: text('role').notNull(),
  active: boolean('active').notNull().default(true),
  environments: text('environments').array(),
  folders: text('folders').array(),
  breakGlass: boolean('break_glass').notNull().default(false),
  service: boolean('service').notNull().default(false),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

export const userGrant = schema.table('user_grant', {
  userId: uuid('user_id').notNull(),
  role: text('role').notNull(),
  environments: text('environments').array(),
  folders: text('folders').array(),
  madeAt: instant('made_at').notNull().defaultNow(),
});

export const session = schema.table('session', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  token: text('token').notNull(),
  expiresAt: instant('expires_at').notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  method: text('method').notNull().default('password'),
  strong: boolean('strong').notNull().default(false),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

export const account = schema.table('account', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  providerId: text('provider_id').notNull(),
  accountId: text('account_id').notNull(),
  password: text('password'),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: instant('access_token_expires_at'),
  refreshTokenExpiresAt: instant('refresh_token_expires_at'),
  scope: text('scope'),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

export const verification = schema.table('verification', {
  id: uuid('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: instant('expires_at').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

export const apiToken = schema.table('api_token', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  name: text('name').notNull(),
  hash: bytea('hash').notNull(),
  hint: text('hint').notNull(),
  permissions: text('permissions').array().notNull(),
  environments: text('environments').array(),
  folders: text('folders').array(),
  createdAt: instant('created_at').notNull().defaultNow(),
  expiresAt: instant('expires_at').notNull(),
  lastUsedAt: instant('last_used_at'),
  revokedAt: instant('revoked_at'),
});

export const signInTry = schema.table('sign_in_try', {
  key: bytea('key').primaryKey(),
  since: instant('since').notNull(),
  count: integer('count').notNull(),
});

export const audit = schema.table('audit', {
  sequence: bigint('sequence', { mode: 'number' }).primaryKey(),
  at: instant('at').notNull(),
  actor: text('actor').notNull(),
  actorName: text('actor_name').notNull(),
  act: text('act').notNull(),
  object: text('object').notNull(),
  summary: text('summary').notNull(),
  before: bytea('before'),
  after: bytea('after'),
  reason: text('reason'),
  address: text('address'),
  previous: bytea('previous').notNull(),
  hash: bytea('hash').notNull(),
});

export const auditHead = schema.table('audit_head', {
  one: boolean('one').primaryKey(),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  hash: bytea('hash').notNull(),
  at: instant('at').notNull(),
});
