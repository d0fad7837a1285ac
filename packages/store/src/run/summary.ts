import type { RunState } from './filter.ts';
import { type BusinessKey, keysOf } from './keys.ts';

export interface RunSummary {
  id: string;
  message: string;
  flow: string;
  version: number;
  state: RunState;
  /** 0: as it came; else a replay. */
  replay: number;
  correlationId: string;
  error: { code: string; node: string | null } | null;
  /** When its message was accepted; of a replay, when that began. */
  beganAt: Date;
  endedAt: Date | null;
  /** Bytes of the message as received. */
  size: number;
  contentType: string;
  keys: BusinessKey[];
}

export interface RunRow {
  id: string;
  message: string;
  flow: string;
  version: number;
  state: RunState;
  replay: number;
  /** Null of a message past retention. */
  correlationId: string | null;
  code: string | null;
  node: string | null;
  acceptedAt: string | null;
  beganAt: string | null;
  endedAt: string | null;
  size: number | null;
  contentType: string | null;
  keys: [name: string, value: string][];
}

export function summaryOf(row: RunRow): RunSummary {
  const { code, node, acceptedAt, beganAt, endedAt, keys, ...rest } = row;
  const began = row.replay === 0 ? acceptedAt : beganAt;
  return {
    ...rest,
    correlationId: row.correlationId ?? '',
    size: row.size ?? 0,
    contentType: row.contentType ?? '',
    beganAt: began === null ? timeOf(row.id) : new Date(began),
    endedAt: endedAt === null ? null : new Date(endedAt),
    error: code === null ? null : { code, node },
    keys: keysOf(keys),
  };
}

/** The instant that a UUIDv7 carries. */
function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
