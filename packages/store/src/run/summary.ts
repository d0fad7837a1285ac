import type { RunState } from './filter.ts';

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
  /** Business keys; the value of a personal one is not kept and therefore null. */
  keys: { name: string; value: string | null }[];
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

/** What a blinded value looks like; an open one that looks the same is hidden too, never the other way round. */
const BLINDED = /^[A-Za-z0-9_-]{22}$/;

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
    keys: keys.map(([name, value]) => ({ name, value: BLINDED.test(value) ? null : value })),
  };
}

/** The instant that a UUIDv7 carries. */
function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
