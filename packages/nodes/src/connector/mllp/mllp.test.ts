import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Connection } from '@throughline/engine';
import { frameMllp, MllpDecoder } from '@throughline/formats';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { validNow } from '../../../../../test/support/certificate.ts';
import { createRuns } from '../../runs.ts';
import { deliveryOf, errorOf, reachOf, settledSockets, until } from '../../trial/delivery.ts';
import { closedPort, listen, type Place } from '../../trial/server.ts';
import { type Behaviour, type Destination, putThroughCases } from '../cases.ts';

const runs = createRuns();
const run = runs.effect.get('connector.mllp')!;
afterAll(() => runs.close());

const places: Place[] = [];
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.close()));
});

const DFT = [
  'MSH|^~\\&|THROUGHLINE|NORTH|BILLING|NORTH|20260302081500||DFT^P03|SENDER-1|P|2.5',
  'PID|1||999-CANARY^^^NORTH||ZZCANARY^PAT',
  'FT1|1|||20260302||CG|00123^Screw 4.0^ITEM|||10.10',
  '',
].join('\r');
const MESSAGE = JSON.stringify(DFT);

type Answer = (socket: Socket, controlId: string) => void;

function ack(code: string, controlId: string, more = ''): Buffer {
  const header = `MSH|^~\\&|BILLING|NORTH|THROUGHLINE|NORTH|20260302081501||ACK^P03|ACK-77|P|2.5\r`;
  return Buffer.from(frameMllp(Buffer.from(`${header}MSA|${code}|${controlId}\r${more}`)));
}

interface Receiver {
  place: Place;
  messages: string[];
  controlIds(): string[];
  settings: Record<string, unknown>;
}

const idOf = (text: string): string => text.split('|')[9] ?? '';

async function receive(answer: Answer, server = createServer(), event = 'connection'): Promise<Receiver> {
  const messages: string[] = [];
  const onSocket = (socket: Socket) => {
    const decoder = new MllpDecoder();
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      for (const frame of decoder.push(chunk)) {
        const text = Buffer.from(frame).toString('utf8');
        messages.push(text);
        answer(socket, idOf(text));
      }
    });
  };
  server.on(event, onSocket);
  const place = await listen(server);
  places.push(place);
  const settings = { host: '127.0.0.1', port: place.port, timeoutS: 1 };
  return { place, messages, controlIds: () => messages.map(idOf), settings };
}

const accept: Answer = (socket, id) => socket.write(ack('AA', id));
const send = (settings: Record<string, unknown>, more = {}) => run(deliveryOf(settings, { message: MESSAGE, ...more }));

const ANSWERS: Partial<Record<Behaviour, Answer>> = {
  accepts: accept,
  refuses: (socket, id) => socket.write(ack('AE', id, 'ERR|||204^Unknown key^HL70357|E||||ZZCANARY^PAT is unknown\r')),
  'acts and never answers': () => {},
  'answers without end': (socket) => {
    socket.write(Buffer.from([0x0b]));
    const more = () => {
      while (!socket.destroyed && socket.write(Buffer.alloc(64_000, 0x41)));
    };
    socket.on('drain', more);
    more();
  },
};

async function destination(behaviour: Behaviour): Promise<Destination> {
  const answer = ANSWERS[behaviour];
  if (answer === undefined) {
    return { settings: { host: '127.0.0.1', port: await closedPort() }, keys: () => [], close: async () => {} };
  }
  const { settings, controlIds } = await receive(answer);
  return { settings, keys: controlIds, close: async () => {} };
}

putThroughCases({
  type: 'connector.mllp',
  run: (delivery) => run({ ...delivery, message: MESSAGE }),
  destination,
  aimAt: (port) => ({ host: 'localhost', port }),
  skip: { 'a busy destination is class rate-limited, with its delay': 'MLLP has no answer that names a delay' },
});

const FAULTS: [string, string, Answer][] = [
  ['only names another message', 'answer_timeout', (socket) => socket.write(ack('AA', 'OTHER'))],
  ['is not framed', 'answer_malformed', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['is framed and no HL7', 'answer_malformed', (socket) => socket.write(frameMllp(Buffer.from('OK')))],
  ['has no known code', 'answer_malformed', (socket, id) => socket.write(ack('OK', id))],
  ['stops in the middle', 'answer_lost', (socket, id) => socket.end(ack('AA', id).subarray(0, 40))],
  ['is a reset', 'answer_lost', (socket) => socket.resetAndDestroy()],
  ['never comes', 'answer_timeout', () => {}],
];

describe('what is sent', () => {
  it('is the message with a control id from the key, all else untouched', async () => {
    const { messages, settings } = await receive(accept);
    const receipt = await send(settings);
    const [sent] = messages;
    expect(idOf(sent!)).toMatch(/^[0-9A-F]{20}$/u);
    expect(sent!.replace(idOf(sent!), 'SENDER-1')).toBe(DFT);
    expect(receipt).toMatchObject({ status: 'AA', reference: 'ACK-77' });
    expect(JSON.parse(receipt.answer)).toMatchObject({ segments: [{ id: 'MSH' }, { id: 'MSA', f1: [{ c1: 'AA' }] }] });
  });

  it('keeps the control id of the message when told to', async () => {
    const { controlIds, settings } = await receive(accept);
    await send({ ...settings, controlId: 'keep' });
    expect(controlIds()).toEqual(['SENDER-1']);
  });

  it('may be a tree', async () => {
    const { messages, settings } = await receive(accept);
    const message = JSON.stringify({ segments: [{ id: 'MSH', f9: [{ c1: 'ADT', c2: 'A01' }], f12: '2.5' }] });
    await run(deliveryOf(settings, { message }));
    expect(messages[0]).toMatch(/^MSH\|\^~\\&\|{7}ADT\^A01\|[0-9A-F]{20}\|\|2\.5\r$/u);
  });

  it.each([
    ['"not HL7"', 'hl7_no_msh'],
    ['{"lines":[]}', 'hl7_no_msh'],
    ['null', 'hl7_no_msh'],
    ['{"segments":[null]}', 'hl7_no_msh'],
    ['{"segments":[{"id":"MSH","x":1}]}', 'hl7_bad_tree'],
    [JSON.stringify(DFT.replace('Screw', 'Sc\u001crew')), 'mllp_unframable'],
  ])('never %s', async (message, code) => {
    const { place, settings } = await receive(accept);
    expect(await errorOf(run(deliveryOf(settings, { message })))).toMatchObject({ code, class: 'data' });
    expect(place.connections).toHaveLength(0);
  });

  it('goes over TLS to a host of a private authority', async () => {
    const own = validNow();
    const { place } = await receive(accept, createTlsServer(own), 'secureConnection');
    const connection: Connection = {
      name: 'lab',
      type: 'mllp',
      settings: { host: 'localhost', port: place.port, tls: true, ca: own.cert },
      secrets: {},
    };
    const allow = [{ to: 'localhost', ports: 'any' as const, reason: 'test' }];
    const reach = reachOf({ connections: [connection], allow });
    expect(await send({ connection: 'lab' }, { reach })).toMatchObject({ status: 'AA' });
  });
});

describe('what the acknowledgement means', () => {
  it.each([
    ['AA', null],
    ['CA', null],
    ['AE', 'ack_ae'],
    ['AR', 'ack_ar'],
    ['CE', 'ack_ce'],
    ['CR', 'ack_cr'],
  ])('%s', async (code, refused) => {
    const { settings } = await receive((socket, id) => socket.write(ack(code, id, 'ERR|||204^x\r')));
    if (refused === null) return expect(await send(settings)).toMatchObject({ status: code });
    expect(await errorOf(send(settings))).toEqual({
      code: refused,
      class: 'rejected',
      sentence: `The receiver answered ${code}, error 204.`,
    });
  });

  it('passes over acknowledgements of other messages, also in one packet', async () => {
    const { settings } = await receive((socket, id) => {
      socket.write(Buffer.concat([ack('AE', 'OTHER'), ack('AA', id)]));
    });
    expect(await send(settings)).toMatchObject({ status: 'AA' });
  });

  it('comes split at every byte', async () => {
    const { settings } = await receive((socket, id) => {
      for (const byte of ack('AA', id)) socket.write(Buffer.from([byte]));
    });
    expect(await send(settings)).toMatchObject({ status: 'AA' });
  });

  it.each(FAULTS)('one that %s: %s', async (_, code, answer) => {
    const { settings } = await receive(answer);
    expect(await errorOf(send(settings))).toMatchObject({ code, class: 'unknown-outcome' });
  });

  it('late, never meets the next message', async () => {
    let first = true;
    const { settings, place } = await receive((socket, id) => {
      if (!first) return void socket.write(ack('AA', id));
      first = false;
      setTimeout(() => socket.write(ack('AE', id)), 1_100);
    });
    expect((await errorOf(send(settings))).code).toBe('answer_timeout');
    expect(await send(settings, { key: 'next' })).toMatchObject({ status: 'AA' });
    expect(place.connections).toHaveLength(2);
  });
});

describe('connections', () => {
  it('carry one message each at a time, as many as are set', async () => {
    let most = 0;
    let now = 0;
    const { settings, place, messages } = await receive((socket, id) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        socket.write(ack('AA', id));
      }, 5);
    });
    const keys = Array.from({ length: 40 }, (_, i) => `key-${i}`);
    await Promise.all(keys.map((key) => send({ ...settings, connections: 3 }, { key })));
    expect(new Set(messages.map(idOf)).size).toBe(40);
    expect(most).toBe(3);
    expect(place.connections).toHaveLength(3);
  });

  const hangUp: Answer = (socket, id) => socket.end(ack('AA', id));

  it('that the receiver closed while idle are not used again', async () => {
    const { settings, place } = await receive(hangUp);
    for (let i = 0; i < 5; i++) {
      expect(await send(settings, { key: `k${i}` })).toMatchObject({ status: 'AA' });
      await until(() => place.connections.every((socket) => socket.destroyed));
    }
    expect(place.connections).toHaveLength(5);
  });

  it('are new for each message where the receiver hangs up at once', async () => {
    const { settings, place } = await receive(hangUp);
    for (let i = 0; i < 50; i++) await send({ ...settings, keepOpen: false }, { key: `k${i}` });
    expect(place.connections).toHaveLength(50);
  });

  it('all close after 500 faults', async () => {
    const before = await settledSockets();
    const own = createRuns();
    const receivers = await Promise.all(FAULTS.slice(1, 6).map(([, , answer]) => receive(answer)));
    let next = 0;
    const worker = async () => {
      while (next < 500) {
        const { settings } = receivers[next++ % receivers.length]!;
        const outcome = own.effect.get('connector.mllp')!(deliveryOf(settings, { message: MESSAGE, key: `k${next}` }));
        expect((await errorOf(outcome)).class).toBe('unknown-outcome');
      }
    };
    await Promise.all(Array.from({ length: 10 }, worker));
    await own.close();
    await Promise.all(receivers.map(({ place }) => place.close()));
    expect(await settledSockets()).toBe(before);
  }, 30_000);
});
