import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../../support/port.ts';
import { cpuSeconds, rssMb } from '../process.ts';
import type { Subject } from '../subject.ts';

const RELEASE = '5.0.7';
const INSTALLED = fileURLToPath(new URL(`../../../.throughline/opponents/node-red-${RELEASE}/`, import.meta.url));

/** Node-RED on the same work: http in → answer, change (JSONata) → function → switch → http request. It keeps nothing. */
export async function startNodeRed(receiver: string): Promise<Subject> {
  await install();
  const folder = mkdtempSync(join(tmpdir(), 'throughline-node-red-'));
  const port = await freePort();
  writeFileSync(join(folder, 'flows.json'), JSON.stringify(flow(receiver)));
  writeFileSync(
    join(folder, 'settings.js'),
    `module.exports = ${JSON.stringify({ uiHost: '127.0.0.1', uiPort: port, flowFile: 'flows.json', httpAdminRoot: false, logging: { console: { level: 'error' } } })};\n`,
  );
  const child = spawn(process.execPath, [join(INSTALLED, 'node_modules/node-red/red.js'), '-u', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}/usage`;
  await answering(url, child);
  return {
    url,
    peakRssMb: () => rssMb(child.pid!),
    cpuSeconds: () => cpuSeconds(child.pid!),
    end: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function install(): Promise<void> {
  if (existsSync(join(INSTALLED, 'node_modules/node-red/red.js'))) return;
  mkdirSync(INSTALLED, { recursive: true });
  writeFileSync(join(INSTALLED, 'package.json'), '{"private":true}');
  process.stderr.write(`Installing Node-RED ${RELEASE} …\n`);
  const arguments_ = ['install', '--no-audit', '--no-fund', '--loglevel=error', `node-red@${RELEASE}`];
  try {
    await promisify(execFile)('npm', arguments_, { cwd: INSTALLED });
  } catch (error) {
    throw new Error(
      `Node-RED ${RELEASE} could not be installed, so there is nothing to compare with: ${String(error)}`,
    );
  }
}

async function answering(url: string, child: { exitCode: number | null }): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    if (child.exitCode !== null) throw new Error(`Node-RED ended with code ${child.exitCode} instead of starting.`);
    const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: FIRST };
    const answer = await fetch(url, sent).catch(() => undefined);
    if (answer?.status === 202) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Node-RED did not answer within a minute.');
}

const FIRST = JSON.stringify({ id: 'first', sentAt: 0, facility: 'W', location: 'O', items: [], chargeable: true });

const SHAPE = `{
  "usageId": payload.id,
  "id": payload.id,
  "sentAt": payload.sentAt,
  "site": payload.facility & "/" & payload.location,
  "procedure": payload.procedure,
  "lines": payload.items.{"item": sku, "quantity": qty, "unit": uom, "price": unitPrice}[],
  "chargeable": payload.chargeable
}`;

const TOTALS = `const lines = msg.payload.lines.map((line) => ({ ...line, extended: Math.round(line.quantity * line.price * 100) / 100 }));
msg.payload.lines = lines;
msg.payload.total = Math.round(lines.reduce((sum, line) => sum + line.extended, 0) * 100) / 100;
msg.headers = { 'content-type': 'application/json' };
return msg;`;

function flow(receiver: string): object[] {
  const request = (id: string, path: string) => ({
    id,
    type: 'http request',
    z: 'tab',
    method: 'POST',
    ret: 'txt',
    url: `${receiver}${path}`,
    persist: true,
    wires: [[]],
  });
  return [
    { id: 'tab', type: 'tab', label: 'Usage' },
    { id: 'in', type: 'http in', z: 'tab', url: '/usage', method: 'post', wires: [['answer', 'shape']] },
    { id: 'answer', type: 'http response', z: 'tab', statusCode: '202', wires: [] },
    {
      id: 'shape',
      type: 'change',
      z: 'tab',
      rules: [{ t: 'set', p: 'payload', pt: 'msg', to: SHAPE, tot: 'jsonata' }],
      wires: [['totals']],
    },
    { id: 'totals', type: 'function', z: 'tab', func: TOTALS, outputs: 1, wires: [['route']] },
    {
      id: 'route',
      type: 'switch',
      z: 'tab',
      property: 'payload.chargeable',
      propertyType: 'msg',
      rules: [{ t: 'true' }, { t: 'else' }],
      checkall: 'false',
      outputs: 2,
      wires: [['billing'], ['erp']],
    },
    request('billing', '/billing'),
    request('erp', '/erp'),
  ];
}
