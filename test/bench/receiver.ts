import { createServer } from 'node:http';

/** Counts deliveries by the message's id and notes how long each took since its `sentAt`. Sends {url}; answers {latencies}. */
const seen = new Set<string>();
let latencies: number[] = [];
let total = 0;
let last = 0;
const now = () => performance.timeOrigin + performance.now();

const server = createServer((req, res) => {
  if (req.method === 'GET') {
    res.setHeader('content-type', 'application/json');
    return void res.end(`{"item":${JSON.stringify(req.url)},"unit":"EA","price":"12.50"}`);
  }
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    const at = now();
    const { id, sentAt } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string; sentAt: number };
    total++;
    last = at;
    if (!seen.has(id)) latencies.push(at - sentAt);
    seen.add(id);
    res.setHeader('content-type', 'application/json');
    res.end('{"ok":true}');
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  const { user, system } = process.cpuUsage();
  process.send?.({
    cpuUs: user + system,
    url: `http://127.0.0.1:${port}`,
  });
});
process.on('message', (ask: { latencies: boolean }) => {
  const { user, system } = process.cpuUsage();
  process.send?.({
    cpuUs: user + system,
    distinct: seen.size,
    duplicates: total - seen.size,
    last,
    latencies: ask.latencies ? latencies : [],
  });
  if (ask.latencies) latencies = [];
});
process.once('disconnect', () => process.exit(0));
