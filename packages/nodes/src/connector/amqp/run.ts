import type { Delivery, EffectRun, Receipt } from '@throughline/engine';
import type { Guard } from '../../egress/guard.ts';
import { failure } from '../../failure.ts';
import { numberWithin, text } from '../../settings.ts';
import { isRejection, keep } from '../kept.ts';
import { type Publication, publicationOf } from './publication.ts';
import { type AmqpSession, amqpTarget, openAmqp } from './session.ts';

/** What the library says of a message that the broker refused to take; any other error is a channel that ended. */
const NACKED = 'message nacked';

export interface ConnectorAmqp {
  run: EffectRun;
  close(): Promise<void>;
}

/** Publishes the message and waits for the broker's confirmation. */
export function connectorAmqp(guard: Guard): ConnectorAmqp {
  const sessions = keep<AmqpSession>(
    (connection, reach) => openAmqp(connection, reach, guard),
    (session) => session.close(),
  );
  const run: EffectRun = async (delivery) => {
    const { settings, reach } = delivery;
    const connection = await reach.connection(text(settings, 'connection'));
    await guard.check(amqpTarget(connection), reach.allow);
    const publication = publicationOf(delivery);
    return await sessions.use(connection, reach, delivery.signal, async (session, drop) => {
      await session.has(publication.exchange).catch((error: unknown) => {
        if (!isRejection(error)) drop();
        throw error;
      });
      return await publish(session, publication, delivery, drop);
    });
  };
  return { run, close: () => sessions.close() };
}

function publish(
  session: AmqpSession,
  { exchange, routingKey, headers, body }: Publication,
  { settings, key, context, signal }: Delivery,
  drop: () => void,
): Promise<Receipt> {
  const limitMs = numberWithin(settings, 'timeoutS', 30, 1, 60) * 1000;
  const mandatory = settings['mandatory'] !== false;
  return new Promise((resolve, reject) => {
    const end = (outcome: Receipt | Error) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      session.returned.delete(key);
      session.lost.delete(onLost);
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    };
    const unknown = (code: string, sentence: string) => {
      drop();
      end(failure('unknown-outcome', code, sentence));
    };
    const timer = setTimeout(
      () => unknown('answer_timeout', 'The broker did not confirm in time (timeoutS).'),
      limitMs,
    );
    const stop = () => unknown('delivery_stopped', 'The delivery was stopped.');
    const onLost = (refusal: Error | null) => {
      drop();
      end(refusal ?? failure('unknown-outcome', 'answer_lost', 'The connection ended before the broker confirmed.'));
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    session.lost.add(onLost);
    let isReturned = false;
    // A broker gives it back before it confirms it.
    session.returned.set(key, () => {
      isReturned = true;
    });
    const properties = {
      ...{ persistent: true, mandatory, messageId: key, contentType: body.type, headers },
      ...{ correlationId: context.correlationId.slice(0, 255), appId: 'throughline' },
      timestamp: Math.floor(Date.parse(context.acceptedAt) / 1000),
    };
    const confirmed = (error: unknown) => {
      if (isReturned) {
        const sentence = 'No queue takes messages of this exchange and routing key; the broker gave it back.';
        return end(failure('rejected', 'unroutable', sentence));
      }
      if (error instanceof Error && error.message === NACKED) {
        return end(failure('unavailable', 'not_confirmed', 'The broker could not take the message.'));
      }
      if (error) return onLost(null);
      return end({ status: 'confirmed', reference: key, answer: JSON.stringify({ messageId: key }) });
    };
    try {
      session.channel.publish(exchange, routingKey, Buffer.from(body.text, 'utf8'), properties, confirmed);
    } catch {
      // The channel had ended before: nothing of it was sent.
      drop();
      end(failure('unavailable', 'connect_lost', 'The connection to the broker had ended.'));
    }
  });
}
