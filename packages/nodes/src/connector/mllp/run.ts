import type { Delivery, EffectRun, Receipt } from '@throughline/engine';
import { stringifyJson } from '@throughline/formats';
import type { Guard } from '../../egress/guard.ts';
import { socketTarget, type Target } from '../../egress/target.ts';
import { failure } from '../../failure.ts';
import { choice, numberWithin, optionalText, text } from '../../settings.ts';
import { tlsOf } from '../http/auth.ts';
import { Bundle } from './bundle.ts';
import { type Acknowledgement, acknowledgement, controlIdOf, outgoing } from './message.ts';

/** Sends the message over MLLP and takes the acknowledgement that names it (MSA-2) as the receipt. */
export interface ConnectorMllp {
  run: EffectRun;
  close(): void;
}

export function connectorMllp(guard: Guard): ConnectorMllp {
  const bundles = new Map<string, Bundle>();

  const run: EffectRun = async (delivery) => {
    const { settings, reach, signal } = delivery;
    const place = await placeOf(delivery);
    await guard.check(place.target, reach.allow);
    const rule = choice(settings, 'controlId', ['key', 'keep']);
    const { frame, controlId } = outgoing(delivery.message, rule === 'keep' ? null : controlIdOf(delivery.key));
    const answer = await bundleFor(place, delivery).ask({
      frame,
      read: (body) => acknowledgement(body, controlId),
      limitMs: numberWithin(settings, 'timeoutS', 30, 1, 60) * 1000,
      signal,
    });
    return receiptOfAck(answer);
  };

  function bundleFor(place: Place, { reach }: Delivery): Bundle {
    const { target, tls, connections, keepOpen } = place;
    const key = JSON.stringify([place, reach.allow]);
    const known = bundles.get(key);
    if (known !== undefined) return known;
    const bundle = new Bundle(connections, keepOpen, () => guard.open(target, reach.allow, tls));
    bundles.set(key, bundle);
    return bundle;
  }

  return {
    run,
    close() {
      for (const bundle of bundles.values()) bundle.close();
      bundles.clear();
    },
  };
}

interface Place {
  target: Target;
  tls: ReturnType<typeof tlsOf> | null;
  /** How many connections may be open at once, each with one message under way. */
  connections: number;
  /** False for receivers that hang up after each acknowledgement. */
  keepOpen: boolean;
}

/** Host, port and TLS come from the connection where one is named, from the step's own settings otherwise. */
async function placeOf({ settings, reach }: Delivery): Promise<Place> {
  const name = optionalText(settings, 'connection');
  const connection = name === null ? null : await reach.connection(name);
  const from = connection === null ? settings : connection.settings;
  const secured = from['tls'] === true;
  const port = numberWithin(from, 'port', 2575, 1, 65_535);
  return {
    target: socketTarget(secured ? 'mllps:' : 'mllp:', text(from, 'host'), port),
    tls: secured ? tlsOf(connection) : null,
    connections: numberWithin({ ...settings, ...from }, 'connections', 4, 1, 64),
    keepOpen: from['keepOpen'] !== false,
  };
}

/** HL7 v2 chapter 2, table 0008: A and commit codes alike; E and R are refusals that a repetition will not change. */
export function receiptOfAck({ code, id, error, tree }: Acknowledgement): Receipt {
  if (code === 'AA' || code === 'CA') return { status: code, reference: id, answer: stringifyJson(tree) };
  const why = error !== null && /^[A-Z0-9]{1,10}$/u.test(error) ? `, error ${error}` : '';
  if (/^[AC][ER]$/u.test(code)) {
    throw failure('rejected', `ack_${code.toLowerCase()}`, `The receiver answered ${code}${why}.`);
  }
  throw failure('unknown-outcome', 'answer_malformed', 'The acknowledgement has no known code in MSA-1.');
}
