import { takesHl7 } from '@throughline/nodes/runs';
import { type Arrival, getVersion, type Live, listLive, type Store } from '@throughline/store';
import { arrive } from './arrive.ts';
import { checkContract } from './contract.ts';
import { type Door, doorOf } from './doors.ts';
import { lookInto } from './keys.ts';
import { place } from './place.ts';
import { formatOf, limitOf, readMessage, tooLarge } from './read.ts';
import { Refusal } from './refusal.ts';

/** A message that a person sends into a live flow: its bytes, or the name of a sample that travels with the flow. */
export interface HandMessage {
  environment: string;
  flow: string;
  /** Node id of the trigger it comes in by; left out: the one for sending by hand, else the first that takes it. */
  trigger: string | undefined;
  content: Content | { fixture: string };
  /** As a sender would give them: keys may be found there. */
  headers: Record<string, string>;
}

interface Content {
  raw: Buffer;
  contentType: string;
}

export type HandArrival =
  | { arrival: Arrival; trigger: string }
  | { refused: { status: number; code: string; sentence: string; errors: { field: string; sentence: string }[] } };

/** A message at a trigger's door, checked as that door would: size, form, contract; the sender is known already. */
export async function arriveByHand(store: Store, wanted: HandMessage): Promise<HandArrival> {
  try {
    const live = await liveOf(store, wanted);
    const { trigger, raw, contentType } = await contentOf(store, live, wanted);
    const door = doorFor(live, trigger, raw);
    const { step } = door;
    if (raw.length > limitOf(step.config)) throw tooLarge(limitOf(step.config));
    const format = formatOf(step);
    const tree = readMessage(format, raw, contentType);
    checkContract(door, raw, contentType);
    const headers = Object.fromEntries(
      Object.entries(wanted.headers).map(([name, text]) => [name.toLowerCase(), text]),
    );
    const look = lookInto(format, tree, headers);
    const correlationId = headers['x-correlation-id'] ?? null;
    const [now] = await store.sql<[{ ms: number }]>`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
    const incoming = { raw, contentType, headers, look, params: {}, correlationId };
    const { arrivals } = place([arrive(store, door, incoming, Math.round(now.ms))], null);
    return { arrival: arrivals[0]!, trigger: step.node };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, message, more } = error;
    const errors = (more['errors'] ?? []) as { field: string; sentence: string }[];
    return { refused: { status, code, sentence: message, errors } };
  }
}

async function liveOf(store: Store, { environment, flow }: HandMessage): Promise<Live> {
  const live = (await listLive(store)).find((one) => one.environment === environment && one.flow === flow);
  if (live === undefined) throw new Refusal(409, 'not_live', `The flow ${flow} is not live in ${environment}.`);
  return live;
}

async function contentOf(
  store: Store,
  { flow, version }: Live,
  { content, trigger }: HandMessage,
): Promise<Content & { trigger: string | undefined }> {
  if ('raw' in content) return { ...content, trigger };
  const { fixtures } = JSON.parse((await getVersion(store, flow, version))!) as {
    fixtures: { name: string; kind: string; node: string; contentType: string; body: string }[];
  };
  const found = fixtures.find(({ kind, name }) => kind === 'message' && name === content.fixture);
  if (found === undefined) {
    throw new Refusal(400, 'fixture_unknown', `Version ${version} of ${flow} has no sample message of that name.`);
  }
  return { raw: Buffer.from(found.body), contentType: found.contentType, trigger: trigger ?? found.node };
}

/** HL7 v2 goes to the MLLP trigger that takes it, unless another one is meant for sending by hand. */
function doorFor(live: Live, named: string | undefined, raw: Buffer): Door {
  const doors = live.plan.triggers.map((index) => doorOf(live, index));
  const of = (type: string) => doors.filter(({ step }) => step.type === type);
  if (named !== undefined) {
    const door = ['trigger.manual', 'trigger.http', 'trigger.mllp'].flatMap(of).find(({ step }) => step.node === named);
    if (door === undefined)
      throw new Refusal(400, 'trigger_unknown', `No trigger ${named} of this flow takes a message by hand.`);
    return door;
  }
  const takers = of('trigger.mllp').filter(({ step }) => takesHl7Bytes(step.config, raw));
  const [door] = [...of('trigger.manual'), ...takers, ...of('trigger.http')];
  if (door === undefined) throw new Refusal(409, 'no_door', 'No trigger of this flow takes such a message.');
  return door;
}

function takesHl7Bytes(config: Record<string, unknown>, raw: Buffer): boolean {
  return raw.subarray(0, 3).toString('latin1') === 'MSH' && takesHl7(config, readMessage('hl7v2', raw, '') as never);
}
