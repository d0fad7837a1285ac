import { Agent, request } from 'node:http';

/** Posts supply-usage messages: load.ts URL COUNT CONNECTIONS RATE KEYS. Sends a Load (measure.ts). */
const [url, countText, connectionsText, rateText, keysText] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const count = Number(countText);
const connections = Number(connectionsText);
const rate = Number(rateText);
const keys = Number(keysText);
const agent = new Agent({ keepAlive: true, maxSockets: rate > 0 ? 256 : connections });
const now = () => performance.timeOrigin + performance.now();
const run = Date.now().toString(36);
const ackMs: number[] = [];
let accepted = 0;
let refused = 0;
let sample: string | undefined;

function post(body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk: string) => {
        if (text.length < 200) text += chunk;
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function one(i: number): Promise<void> {
  const sentAt = now();
  const body = JSON.stringify({
    id: `${run}-${i}`,
    sentAt,
    procedure: 'TKA-27447',
    patientClass: 'I',
    facility: 'WEST',
    location: `OR-${i % keys}`,
    items: [
      {
        sku: 'IMP-10293',
        qty: 1,
        uom: 'EA',
        lot: 'L2291',
        udi: '(01)00844588003288(17)141120(10)7654321D(21)10987654d321',
        unitPrice: 1234.55,
      },
      { sku: 'SUT-221', qty: 4, uom: 'EA', unitPrice: 3.2 },
    ],
    chargeable: i % 2 === 0,
    supplier: { id: 'S-9', name: 'Ortho Devices Inc' },
  });
  try {
    const { status, text } = await post(body);
    ackMs.push(now() - sentAt);
    if (status >= 200 && status < 300) accepted++;
    else {
      refused++;
      sample ??= `${status} ${text}`;
    }
  } catch (error) {
    refused++;
    sample ??= String(error);
  }
}

const startedAt = now();
if (rate > 0) {
  const under: Promise<void>[] = [];
  for (let i = 0; i < count; i++) {
    const due = startedAt + (i * 1000) / rate;
    if (due > now()) await new Promise((resolve) => setTimeout(resolve, due - now()));
    under.push(one(i));
  }
  await Promise.all(under);
} else {
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < count) await one(next++);
    }),
  );
}
agent.destroy();
const { user, system } = process.cpuUsage();
process.send?.({ accepted, refused, sample, startedAt, endedAt: now(), ackMs, cpuUs: user + system });
