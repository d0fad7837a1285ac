import { connect, type Socket } from 'node:net';
import { frameMllp, MllpDecoder } from '@throughline/formats';

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** One JSON request at a front door. */
export async function knock(
  url: string,
  {
    method = 'GET',
    body,
    headers = {},
    signal,
  }: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    body: text,
    headers: { 'content-type': 'application/json', ...headers },
    signal,
  });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, body: answer === '' ? {} : JSON.parse(answer) };
}

export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return knock(url, { method: 'POST', body, headers });
}

/** An MLLP client on a socket of its own. */
export class Mllp {
  readonly socket: Socket;
  readonly #decoder = new MllpDecoder();
  readonly #answers: string[] = [];
  #wake: () => void = () => {};
  closed = false;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => {
      this.#answers.push(...this.#decoder.push(chunk).map((frame) => Buffer.from(frame).toString()));
      this.#wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.closed = true;
      this.#wake();
    });
  }

  send(message: string): void {
    this.socket.write(frameMllp(Buffer.from(message)));
  }

  /** The next answer's segments, `null` when none comes within the time or the socket closes first. */
  async next(withinMs = 2000): Promise<string[] | null> {
    const deadline = Date.now() + withinMs;
    while (this.#answers.length === 0 && !this.closed && Date.now() < deadline)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    return this.#answers.shift()?.split('\r') ?? null;
  }

  ask(message: string): Promise<string[] | null> {
    this.send(message);
    return this.next();
  }
}

/** DFT^P03 with one FT1 and ZSU for each line. */
export function usage(
  controlId: string,
  lines: { item: string; quantity?: string; type?: string; unit?: string; location?: string; lot?: string }[],
  stamp = '20261117094210-0600',
): string {
  return [
    `MSH|^~\\&|ORSYS|WEST|MMIS|WEST|${stamp}||DFT^P03^DFT_P03|${controlId}|P|2.5.1`,
    'EVN|P03|20261117094210-0600',
    'PID|1||MRN-448812^^^WEST^MR||DOE^JANET',
    'PV1|1|I|OR-4^^^WEST',
    ...lines.flatMap(({ item, quantity = '1', type = 'CG', unit = 'EA', location = 'OR-4', lot = '' }, i) => [
      `FT1|${i + 1}|SU-1||20261117|20261117|${type}|${item}|||${quantity}||||||${location}`,
      `ZSU|${location}|${unit}|${lot}`,
    ]),
    '',
  ].join('\r');
}

export const chargeMessage = {
  chargeId: 'CH-1',
  type: 'charge',
  serviceDate: '2026-11-17',
  facility: 'WEST',
  encounterId: 'E-7730142',
  patient: { id: 'MRN-448812' },
  currency: 'USD',
  lines: [
    { line: 1, chargeCode: '2780293', quantity: 1, unitPrice: 4320.93, amount: 4320.93 },
    { line: 2, chargeCode: '2720221', quantity: 4, unitPrice: 11.2, amount: 44.8 },
  ],
  total: 4365.73,
};

export const postingMessage = {
  postingId: 'JE-1',
  postingDate: '2026-11-17',
  facility: 'WEST',
  currency: 'USD',
  lines: [
    { line: 1, account: '610200', debit: 12.8, costCentre: '71040', item: '40020221', quantity: 4, unit: 'EA' },
    { line: 2, account: '141000', credit: 12.8, item: '40020221', quantity: 4, unit: 'EA' },
  ],
};
