import { amqpConnection } from './amqp.ts';
import type { AnyConnectionType, ConnectionType } from './definition.ts';
import { fileConnection } from './file.ts';
import { httpConnection } from './http.ts';
import { mllpConnection } from './mllp.ts';
import { sftpConnection } from './sftp.ts';
import { sqlConnection } from './sql.ts';

const all: readonly AnyConnectionType[] = [
  httpConnection,
  mllpConnection,
  sftpConnection,
  sqlConnection,
  amqpConnection,
  fileConnection,
];

/** Every kind of connection, by type; a connector that needs another brings it here with its trial in `try.ts`. */
export const connectionTypes: ReadonlyMap<string, ConnectionType> = new Map(
  all.map((one) => [one.type, one as unknown as ConnectionType]),
);
