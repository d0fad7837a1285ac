import { type AnyDefinition, type Catalogue, catalogueOf } from '@throughline/flow';
import { amqpConnector } from './connector/amqp/definition.ts';
import { fileConnector } from './connector/file/definition.ts';
import { httpConnector } from './connector/http/definition.ts';
import { mllpConnector } from './connector/mllp/definition.ts';
import { respond } from './connector/respond/definition.ts';
import { sftpConnector } from './connector/sftp/definition.ts';
import { sqlConnector } from './connector/sql/definition.ts';
import { httpLookup } from './enrich/http-lookup/definition.ts';
import { lookup } from './enrich/lookup/definition.ts';
import { call } from './route/call/definition.ts';
import { catchErrors } from './route/catch/definition.ts';
import { filter } from './route/filter/definition.ts';
import { gather } from './route/gather/definition.ts';
import { giveBack } from './route/return/definition.ts';
import { split } from './route/split/definition.ts';
import { choose } from './route/switch/definition.ts';
import { build } from './transform/build/definition.ts';
import { code } from './transform/code/definition.ts';
import { map } from './transform/map/definition.ts';
import { parse } from './transform/parse/definition.ts';
import { validate } from './transform/validate/definition.ts';
import { calledTrigger } from './trigger/called/definition.ts';
import { httpTrigger } from './trigger/http/definition.ts';
import { manualTrigger } from './trigger/manual/definition.ts';
import { mllpTrigger } from './trigger/mllp/definition.ts';
import { scheduleTrigger } from './trigger/schedule/definition.ts';

export type { ConnectionField, ConnectionSecret, ConnectionType } from './connection/definition.ts';
export { connectionTypes } from './connection/types.ts';
export type { FormatName } from './form/format.ts';
export type { Keys } from './form/keys.ts';
export type { Widget } from './form/setting.ts';
export { type ApiOperation, flowFromOpenApi, isOpenApi, operationsOf } from './template/openapi.ts';
export { type FirstSample, flowFromSample, type Known } from './template/sample.ts';

/** Every node type there is, in the order of the palette. */
export const definitions: readonly AnyDefinition[] = [
  httpTrigger,
  mllpTrigger,
  scheduleTrigger,
  manualTrigger,
  calledTrigger,
  map,
  code,
  parse,
  build,
  validate,
  lookup,
  httpLookup,
  choose,
  filter,
  split,
  gather,
  catchErrors,
  call,
  giveBack,
  httpConnector,
  mllpConnector,
  sftpConnector,
  sqlConnector,
  amqpConnector,
  respond,
  fileConnector,
];

export const catalogue: Catalogue = catalogueOf(definitions);
