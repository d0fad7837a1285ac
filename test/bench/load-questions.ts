import { Agent, request } from 'node:http';

/**
 * Asks one question after the other on one connection: load-questions.ts METHOD URL COUNT. Sends a Load; the answer must be a 2xx.
 * With GET the item is asked for below the url, with POST the message is sent to it.
 */
const [method, url, countText] = process.argv.slice(2) as ['GET' | 'POST', string, string];
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const now = () => performance.timeOrigin + performance.now();
const ackMs: number[] = [];
let accepted = 0;
let sample: string | undefined;

function ask(i: number): Promise<number> {
  const body = method === 'GET' ? '' : JSON.stringify({ item: `IMP-${i}` });
  const address = method === 'GET' ? `${url}/items/IMP-${i}` : url;
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const req = request(address, { method, agent, headers }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      res.on('end', () => {
        if (res.statusCode !== 200) sample ??= `${res.statusCode} ${text.slice(0, 200)}`;
        resolve(res.statusCode ?? 0);
      });
    });
    req.on('error', reject);
    req.end(body);
  });
}

const startedAt = now();
for (let i = 0; i < Number(countText); i++) {
  const at = now();
  if ((await ask(i)) === 200) accepted++;
  ackMs.push(now() - at);
}
agent.destroy();
const { user, system } = process.cpuUsage();
const refused = Number(countText) - accepted;
process.send?.({ accepted, refused, sample, startedAt, endedAt: now(), ackMs, cpuUs: user + system });
