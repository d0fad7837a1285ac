import type { TableDefinition } from '@throughline/contracts';
import {
  bigint,
  boolean,
  customType,
  integer,
  jsonb,
  pgSchema,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { EnvironmentSettings } from '../environment/settings.ts';

const schema = pgSchema('throughline');
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const environment = schema.table('environment', {
  id: smallint('id').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull(),
  title: text('title').notNull(),
  colour: text('colour').notNull(),
  protected: boolean('protected').notNull(),
  settings: jsonb('settings').$type<EnvironmentSettings>().notNull(),
});

export const flow = schema.table('flow', {
  id: text('id').primaryKey(),
  draft: text('draft').notNull(),
  revision: integer('revision').notNull().default(1),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
  updatedBy: text('updated_by').notNull(),
  archivedAt: instant('archived_at'),
});

export const flowVersion = schema.table('flow_version', {
  flowId: text('flow_id').notNull(),
  version: integer('version').notNull(),
  document: text('document').notNull(),
  plan: text('plan').notNull(),
  note: text('note').notNull(),
  author: text('author').notNull(),
  publishedAt: instant('published_at').notNull().defaultNow(),
});

export const deployment = schema.table('deployment', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  environmentId: smallint('environment_id').notNull(),
  flowId: text('flow_id').notNull(),
  version: integer('version').notNull(),
  active: boolean('active').notNull(),
  changedAt: instant('changed_at').notNull().defaultNow(),
  changedBy: text('changed_by').notNull(),
});

export const referenceTable = schema.table('reference_table', {
  name: text('name').primaryKey(),
  definition: jsonb('definition').$type<TableDefinition>().notNull(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

export const referenceVersion = schema.table('reference_version', {
  id: text('id').primaryKey(),
  tableName: text('table_name').notNull(),
  content: text('content').notNull(),
  rowCount: integer('row_count').notNull(),
  note: text('note').notNull(),
  author: text('author').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
});

export const referenceBinding = schema.table('reference_binding', {
  environmentId: smallint('environment_id').notNull(),
  tableName: text('table_name').notNull(),
  versionId: text('version_id').notNull(),
});

export const pin = schema.table('pin', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  deploymentId: integer('deployment_id').notNull(),
  version: integer('version').notNull(),
  tables: jsonb('tables').$type<{ name: string; id: string }[]>().notNull(),
  destinations: text('destinations').array().notNull(),
});

export const message = schema.table('message', {
  id: uuid('id').primaryKey(),
  deploymentId: integer('deployment_id').notNull(),
  node: text('node').notNull(),
  digest: bytea('digest').notNull(),
  correlationId: text('correlation_id').notNull(),
  contentType: text('content_type').notNull(),
  size: integer('size').notNull(),
  parentId: uuid('parent_id'),
  piece: integer('piece'),
  acceptedAt: instant('accepted_at').notNull(),
});

export const messageBody = schema.table('message_body', {
  messageId: uuid('message_id').primaryKey(),
  sealed: bytea('sealed').notNull(),
});

export const businessKey = schema.table('business_key', {
  messageId: uuid('message_id').notNull(),
  name: text('name').notNull(),
  value: text('value').notNull(),
});

export const lane = schema.table('lane', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  deploymentId: integer('deployment_id').notNull(),
  node: text('node').notNull(),
  key: text('key').notNull(),
  ordered: boolean('ordered').notNull(),
  slot: smallint('slot').notNull(),
  leasedBy: uuid('leased_by'),
  leaseUntil: instant('lease_until'),
  readyAt: instant('ready_at'),
  parkedBy: uuid('parked_by'),
});

export const work = schema.table('work', {
  laneId: bigint('lane_id', { mode: 'number' }).notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  sub: bigint('sub', { mode: 'number' }).notNull().default(0),
  runId: uuid('run_id').notNull(),
  messageId: uuid('message_id').notNull(),
  pinId: integer('pin_id').notNull(),
  step: smallint('step').notNull(),
  sealed: bytea('sealed'),
  reach: bigint('reach', { mode: 'bigint' }).notNull(),
  replay: smallint('replay').notNull().default(0),
  attempts: smallint('attempts').notNull().default(0),
  firstAt: instant('first_at'),
  nextAt: instant('next_at'),
});

export const run = schema.table('run', {
  id: uuid('id').primaryKey(),
  messageId: uuid('message_id').notNull(),
  deploymentId: integer('deployment_id').notNull(),
  pinId: integer('pin_id').notNull(),
  replay: smallint('replay').notNull(),
  state: text('state').$type<'running' | 'done' | 'quarantined'>().notNull(),
  open: integer('open').notNull(),
  stopped: integer('stopped').notNull(),
  errorCode: text('error_code'),
  errorNode: text('error_node'),
  answer: bytea('answer'),
  beganAt: instant('began_at').notNull(),
  endedAt: instant('ended_at'),
});

export const trace = schema.table('trace', {
  runId: uuid('run_id').notNull(),
  sealed: bytea('sealed').notNull(),
  at: instant('at').notNull(),
});

export const delivery = schema.table('delivery', {
  runId: uuid('run_id').notNull(),
  node: text('node').notNull(),
  messageId: uuid('message_id').notNull(),
  key: text('key').notNull(),
  attempts: smallint('attempts').notNull(),
  status: text('status').notNull(),
  reference: text('reference'),
  sealed: bytea('sealed').notNull(),
  firstAt: instant('first_at').notNull(),
  at: instant('at').notNull(),
});

export const attempt = schema.table('attempt', {
  runId: uuid('run_id').notNull(),
  node: text('node').notNull(),
  number: smallint('number').notNull(),
  code: text('code').notNull(),
  class: text('class').notNull(),
  sentence: text('sentence').notNull(),
  beganAt: instant('began_at').notNull(),
  at: instant('at').notNull(),
});

export const quarantine = schema.table('quarantine', {
  id: uuid('id').primaryKey(),
  deploymentId: integer('deployment_id').notNull(),
  runId: uuid('run_id').notNull(),
  messageId: uuid('message_id').notNull(),
  pinId: integer('pin_id').notNull(),
  step: smallint('step').notNull(),
  node: text('node').notNull(),
  code: text('code').notNull(),
  class: text('class').notNull(),
  sentence: text('sentence').notNull(),
  path: text('path'),
  sealed: bytea('sealed'),
  reach: bigint('reach', { mode: 'bigint' }).notNull(),
  laneId: bigint('lane_id', { mode: 'number' }).notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  sub: bigint('sub', { mode: 'number' }).notNull(),
  attempts: smallint('attempts').notNull(),
  parks: boolean('parks').notNull(),
  state: text('state').$type<'open' | 'replayed' | 'skipped' | 'discarded'>().notNull().default('open'),
  owner: text('owner'),
  note: text('note'),
  resolvedAt: instant('resolved_at'),
  resolvedBy: text('resolved_by'),
  reason: text('reason'),
  at: instant('at').notNull(),
});

export const gate = schema.table('gate', {
  environmentId: smallint('environment_id').notNull(),
  name: text('name').notNull(),
  failures: integer('failures').notNull(),
  pausedUntil: instant('paused_until'),
  reason: text('reason'),
  changedAt: instant('changed_at').notNull(),
});

export const worker = schema.table('worker', {
  id: uuid('id').primaryKey(),
  host: text('host').notNull(),
  pid: integer('pid').notNull(),
  startedAt: instant('started_at').notNull().defaultNow(),
  beatAt: instant('beat_at').notNull().defaultNow(),
  progressAt: instant('progress_at').notNull().defaultNow(),
});
