import type { StepShape } from '../definition.ts';
import { type FieldAt, fieldsIn } from '../field.ts';
import type { PlanStep, ProgramStep, RealmOp } from '../plan.ts';
import type { PlacedNode } from './expand.ts';

/** Continues on `out` without looking at the message. */
const PASS: RealmOp = { op: 'choose', cases: [], mode: 'first', otherwise: 'out' };

const PLACES = {
  trigger: 'trigger',
  realm: 'realm',
  host: 'host',
  effect: 'effect',
  catch: 'realm',
  call: 'realm',
  return: 'realm',
} as const satisfies Record<StepShape['place'], PlanStep['place']>;

/** What a step inherits from its place in the flow. */
export interface Setting {
  wires: Record<string, number[]>;
  catch: number | null;
  destination: number | null;
  reach: number[];
}

export function planStep({ id, read }: PlacedNode, setting: Setting): PlanStep {
  const { shape, config, name } = read;
  return {
    node: id,
    type: read.definition.type,
    name,
    place: PLACES[shape.place],
    config,
    wires: setting.wires,
    catch: setting.catch,
    pure: shape.place === 'host' && shape.pure,
    safety: shape.place === 'effect' ? shape.safety : null,
    retry: ('retry' in shape ? shape.retry : null) ?? null,
    destination: setting.destination,
    reach: setting.reach,
  };
}

/** The step's part in the sandbox; null where it has neither an op nor fields to resolve. `schemaOf`: contract → its JSON Schema. */
export function programStep(
  { id, read }: PlacedNode,
  setting: Setting,
  schemaOf: (contract: string) => unknown,
): ProgramStep | null {
  const op = opOf(read.shape, schemaOf);
  const fields = fieldsOf(read.shape, read.config);
  if (!op && fields.length === 0) return null;
  return { node: id, op, wires: setting.wires, fields, catch: setting.catch };
}

/** Output ports of a step in the plan, which are not those on the canvas where a call was opened. */
export function stepPorts({ read }: PlacedNode): string[] {
  return read.shape.place === 'call' || read.shape.place === 'return' ? ['out'] : read.ports;
}

function opOf(shape: StepShape, schemaOf: (contract: string) => unknown): RealmOp | null {
  switch (shape.place) {
    case 'realm':
      return shape.op.op === 'schema' ? { ...shape.op, schema: schemaOf(shape.op.contract) } : shape.op;
    case 'catch':
    case 'call':
    case 'return':
      return PASS;
    default:
      return null;
  }
}

function fieldsOf(shape: StepShape, config: Record<string, unknown>): FieldAt[] {
  return shape.place === 'host' || shape.place === 'effect' ? fieldsIn(config) : [];
}
