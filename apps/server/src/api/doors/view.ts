import type { PlanStep } from '@throughline/flow';
import {
  type DoorSettings,
  listDoorPlans,
  listDoors,
  type PlanWithDoors,
  type SavedDoor,
  type Store,
} from '@throughline/store';

/** A way in, as the flow has it and as its environment sets it. */
export interface DoorView {
  flow: string;
  name: string;
  version: number;
  live: boolean;
  node: string;
  nodeName: string;
  /** Null for MLLP. */
  http: {
    path: string;
    method: string;
    format: string;
    /** Idempotency key paths. */
    keys: string[];
    waits: boolean;
    limitMb: number;
  } | null;
  /** HL7 v2 message types; none: all of them. */
  types: string[];
  /** `clients` too where the flow asks for nothing and the environment names a way. */
  authentication: 'none' | 'clients' | 'api-key' | 'hmac' | 'addresses';
  /** Of a key or signature that the trigger itself names. */
  header: string | null;
  contract: string | null;
  /** Null while nobody has said anything. */
  settings: DoorSettings | null;
  changedAt: Date | null;
  changedBy: string | null;
}

/** Every way in of an environment: of flows that are live there, and of those that could be. */
export async function doorsIn(store: Store, environment: string): Promise<DoorView[]> {
  const [plans, saved] = [await listDoorPlans(store, environment), await listDoors(store, environment)];
  return plans.flatMap((plan) =>
    plan.plan.triggers
      .map((index) => plan.plan.steps[index]!)
      .filter(({ type }) => type === 'trigger.http' || type === 'trigger.mllp')
      .map((step) =>
        viewOf(
          plan,
          step,
          saved.find(({ flow, node }) => flow === plan.flow && node === step.node),
        ),
      ),
  );
}

function viewOf({ flow, name, version, live }: PlanWithDoors, step: PlanStep, saved: SavedDoor | undefined): DoorView {
  const { config, node } = step;
  const { mode = 'none', header } = (config['authentication'] ?? {}) as {
    mode?: DoorView['authentication'];
    header?: string;
  };
  const isHttp = step.type === 'trigger.http';
  const isAsked = Object.values(saved?.settings.ways ?? {}).some((way) => way !== null);
  return {
    flow,
    name,
    version,
    live,
    node,
    nodeName: step.name,
    http: isHttp ? httpOf(config) : null,
    types: isHttp ? [] : (config['types'] as string[]),
    authentication: isHttp ? (mode === 'none' && isAsked ? 'clients' : mode) : 'addresses',
    header: header ?? null,
    contract: typeof config['contract'] === 'string' ? config['contract'] : null,
    settings: saved?.settings ?? null,
    changedAt: saved?.changedAt ?? null,
    changedBy: saved?.changedBy ?? null,
  };
}

function httpOf(config: PlanStep['config']): DoorView['http'] {
  const { path, method = 'POST', format = 'json', limitMb = 5 } = config as Record<string, string | number>;
  const keys = (config['keys'] as { idempotency?: string[] } | undefined)?.idempotency ?? [];
  const waits = (config['answer'] as { mode?: string } | undefined)?.mode === 'reply';
  return { path: String(path), method: String(method), format: String(format), keys, waits, limitMb: Number(limitMb) };
}
