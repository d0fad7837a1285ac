import type { Connection, Reach, StepFailure } from '@throughline/engine';
import { type ChannelModel, connect, credentials } from 'amqplib';
import { connectFailure, verified } from '../../egress/connect.ts';
import type { Guard } from '../../egress/guard.ts';
import { socketTarget, type Target } from '../../egress/target.ts';
import { failure } from '../../failure.ts';
import { choice, numberWithin, optionalText, text } from '../../settings.ts';
import { checkBoundTo } from '../bound.ts';
import { secretOf, tlsOf } from '../http/auth.ts';

const CONNECT_LIMIT_MS = 10_000;
const HEARTBEAT_S = 20;

/** Signs in at a broker at an address the guard judged. Throws StepFailure: nothing was published then. */
export async function openAmqp(connection: Connection, reach: Reach, guard: Guard): Promise<ChannelModel> {
  const { settings } = connection;
  const secured = settings['tls'] !== false;
  const host = text(settings, 'host');
  const port = numberWithin(settings, 'port', secured ? 5671 : 5672, 1, 65_535);
  const target = socketTarget(secured ? 'amqps:' : 'amqp:', host, port);
  checkBoundTo(connection, `${host}:${port}`);
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
    const model = await connect(place, options);
    // Without a listener, a broker that goes away would end the process.
    model.on('error', () => {});
    return model;
  } catch (error) {
    throw amqpFailure(error, target);
  }
}

/** The library tells what the broker said in words only; of these the reply code counts (0-9-1 section 1.1). */
function amqpFailure(error: unknown, target: Target): StepFailure {
  const place = `${target.host}:${target.port}`;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const said = typeof message === 'string' ? message : '';
  if (/ACCESS.REFUSED|\b403\b|SASL mechanism/.test(said)) {
    return failure('unavailable', 'sign_in_refused', `${place} does not take these credentials.`);
  }
  if (/NOT.ALLOWED|\b530\b/.test(said)) {
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
