import type { Connection, Reach, StepFailure } from '@throughline/engine';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { connectFailure, verified } from '../../egress/connect.ts';
import type { Guard } from '../../egress/guard.ts';
import { socketTarget, type Target } from '../../egress/target.ts';
import { failure } from '../../failure.ts';
import { choice, numberWithin, optionalText, text } from '../../settings.ts';
import { checkBoundTo, checkKind } from '../bound.ts';
import { secretOf, tlsOf } from '../http/auth.ts';

/** A channel whose messages the broker confirms; whoever opened it closes it. */
export interface AmqpSession {
  channel: ConfirmChannel;
  /** Makes sure that there is such an exchange, since publishing to none would end the channel for everybody. Throws `exchange_missing`. */
  has(exchange: string): Promise<void>;
  /** Called by message id when the broker gives a message back. */
  returned: Map<string, () => void>;
  /** Called once when the channel ends, with the broker's refusal where it can only be meant for that one. */
  lost: Set<(refusal: StepFailure | null) => void>;
  close(): Promise<void>;
}

const CONNECT_LIMIT_MS = 10_000;
const HEARTBEAT_S = 20;

async function sessionOver(model: ChannelModel): Promise<AmqpSession> {
  // Without a listener, a broker that goes away would end the process.
  model.on('error', () => {});
  const channel = await model.createConfirmChannel();
  const known = new Set(['']);
  const session: AmqpSession = {
    channel,
    async has(exchange) {
      if (known.has(exchange)) return;
      await lookFor(model, exchange);
      known.add(exchange);
    },
    returned: new Map(),
    lost: new Set(),
    close: () => model.close(),
  };
  channel.on('return', ({ properties }) => session.returned.get(String(properties.messageId))?.());
  const tell = (refusal: StepFailure | null) => {
    const all = [...session.lost];
    for (const listener of all) listener(all.length === 1 ? refusal : null);
  };
  channel.on('error', (error: Error & { code?: number }) => tell(refusalOf(error.code)));
  channel.on('close', () => tell(null));
  model.on('close', () => tell(null));
  return session;
}

/** On a channel of its own, which the broker ends where there is none. */
async function lookFor(model: ChannelModel, exchange: string): Promise<void> {
  try {
    const probe = await model.createChannel();
    probe.on('error', () => {});
    await probe.checkExchange(exchange);
    await probe.close();
  } catch (error) {
    const refusal = refusalOf((error as { code?: number }).code);
    throw refusal ?? failure('unavailable', 'connect_lost', 'The connection to the broker had ended.');
  }
}

/** AMQP 0-9-1 section 1.1: what the broker closes a channel for, having taken nothing. */
function refusalOf(code: number | undefined): StepFailure | null {
  if (code === 404) return failure('rejected', 'exchange_missing', 'The broker has no exchange of this name.');
  if (code === 403) return failure('rejected', 'publish_refused', 'This user may not publish there.');
  return null;
}

/** Signs in at a broker at an address the guard judged. Throws StepFailure: nothing was published then. */
export async function openAmqp(connection: Connection, reach: Reach, guard: Guard): Promise<AmqpSession> {
  const { settings } = connection;
  const secured = settings['tls'] !== false;
  const target = amqpTarget(connection);
  const { port } = target;
  checkBoundTo(connection, `${text(settings, 'host')}:${port}`);
  const { connect, credentials } = await import('amqplib');
  const by = choice(settings, 'auth', ['password', 'certificate']);
  const proof =
    by === 'password'
      ? credentials.plain(text(settings, 'username'), secretOf(connection, 'password'))
      : credentials.external();
  const virtualHost = optionalText(settings, 'virtualHost') ?? '/';
  const pin = await guard.pin(target, reach.allow);
  const place = {
    protocol: secured ? 'amqps' : 'amqp',
    hostname: target.host,
    port,
    // The library takes it as part of an address.
    vhost: encodeURIComponent(virtualHost),
    heartbeat: HEARTBEAT_S,
  };
  const options = {
    ...pin,
    ...(secured ? verified(target, tlsOf(connection)) : {}),
    credentials: proof,
    clientProperties: { connection_name: 'Throughline' },
    noDelay: true,
    timeout: CONNECT_LIMIT_MS,
  };
  try {
    return await sessionOver(await connect(place, options));
  } catch (error) {
    throw amqpFailure(error, target);
  }
}

export function amqpTarget(connection: Connection): Target {
  checkKind(connection, 'amqp');
  const { settings } = connection;
  const secured = settings['tls'] !== false;
  const port = numberWithin(settings, 'port', secured ? 5671 : 5672, 1, 65_535);
  return socketTarget(secured ? 'amqps:' : 'amqp:', text(settings, 'host'), port);
}

/** The library tells what the broker said in words only; of these the reply code counts (0-9-1 section 1.1). */
function amqpFailure(error: unknown, target: Target): StepFailure {
  const place = `${target.host}:${target.port}`;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const said = typeof message === 'string' ? message : '';
  if (/ACCESS.REFUSED|\b403\b|SASL mechanism/.test(said)) {
    return failure('unavailable', 'sign_in_refused', `${place} does not take these credentials.`);
  }
  // Past signing in, what is refused is the place.
  if (/NOT.ALLOWED|\b530\b|Expected ConnectionOpenOk/.test(said)) {
    const sentence = `${place} has no such virtual host, or this user may not use it.`;
    return failure('unavailable', 'virtual_host_refused', sentence);
  }
  if (/ETIMEDOUT/.test(said)) {
    return failure('unavailable', 'connect_timeout', `${place} did not finish signing in within 10 s.`);
  }
  if (typeof code === 'string') return connectFailure(target, error);
  const sentence = `${place} ended the connection before we were signed in, or does not speak AMQP 0-9-1.`;
  return failure('unavailable', 'connect_lost', sentence);
}
