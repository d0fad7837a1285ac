import type { Store } from '../client.ts';

/** What may be called how often: `seconds` 0 is a calendar month. */
export interface CallLimit {
  name: string;
  calls: number;
  seconds: number;
}

/** Where calls are counted: a client at a door; null: all senders of the door together. */
export interface CallPlace {
  environmentId: number;
  flow: string;
  node: string;
  client: string | null;
}

export interface CallsTaken {
  /** Of those wanted; the rest has to wait. */
  granted: number;
  /** By limit, in the order given: calls left, and seconds until there are new ones. */
  remaining: number[];
  resets: number[];
}

const EVERYBODY = '00000000-0000-0000-0000-000000000000';

/** Takes calls out of every window that runs, for all processes together; none is taken from one without the others. */
export async function takeCalls(
  { sql }: Pick<Store, 'sql'>,
  { environmentId, flow, node, client }: CallPlace,
  wanted: number,
  limits: readonly CallLimit[],
): Promise<CallsTaken> {
  const names = limits.map(({ name }) => name);
  const calls = limits.map((limit) => limit.calls);
  const seconds = limits.map((limit) => limit.seconds);
  const [taken] = await sql<CallsTaken[]>`
    select granted, remaining, resets from take_calls(${environmentId}::smallint, ${flow}, ${node}, ${client ?? EVERYBODY}::uuid,
      ${wanted}, ${names}::text[], ${calls}::integer[], ${seconds}::integer[])`;
  return taken!;
}
