import { connect } from 'node:net';

/** Sends HL7 messages over MLLP, each connection waiting for its acknowledgement: load-mllp.ts PORT COUNT CONNECTIONS. Sends a Load. */
const [portText, countText, connectionsText] = process.argv.slice(2) as [string, string, string];
const count = Number(countText);
const now = () => performance.timeOrigin + performance.now();
const run = Date.now().toString(36);
const ackMs: number[] = [];
let next = 0;
let accepted = 0;
let refused = 0;
let sample: string | undefined;
const [VT, FS, CR] = ['\x0b', '\x1c', '\r'];

function message(i: number): string {
  const segments = [
    `MSH|^~\\&|CABINET|WEST|THROUGHLINE|WEST|20261125101500+0000||DFT^P03^DFT_P03|${run}-${i}|P|2.5.1`,
    'EVN|P03|20261125101500+0000',
    'PID|1||MRN-4471^^^WEST^MR||Sample^Person',
    'FT1|1|U-1|C-88|20261125101500+0000||CG|IMP-10293^Tibial tray|||1',
    `ZBN|${now()}`,
  ];
  return `${VT}${segments.join(CR)}${CR}${FS}${CR}`;
}

function converse(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(portText), '127.0.0.1');
    let at = 0;
    let received = '';
    const send = () => {
      if (next >= count) return void socket.end(resolve);
      at = now();
      socket.write(message(next++));
    };
    socket.setEncoding('latin1').on('connect', send).on('error', reject);
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (!received.endsWith(`${FS}${CR}`)) return;
      ackMs.push(now() - at);
      if (received.includes(`${CR}MSA|AA|`)) accepted++;
      else {
        refused++;
        sample ??= received.slice(0, 300);
      }
      received = '';
      send();
    });
  });
}

const startedAt = now();
await Promise.all(Array.from({ length: Number(connectionsText) }, converse));
const { user, system } = process.cpuUsage();
process.send?.({ accepted, refused, sample, startedAt, endedAt: now(), ackMs, cpuUs: user + system });
