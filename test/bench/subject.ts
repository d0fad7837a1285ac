import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlowUnderTest } from './flows.ts';
import { cpuSeconds, rssMb, startPart } from './process.ts';

/** What is measured: a door that takes messages, in a process of its own. */
export interface Subject {
  url: string;
  /** Peak resident megabytes of the process and its Node children; a database is not counted. */
  peakRssMb(): number;
  /** Processor seconds used so far, by program. */
  cpuSeconds(): Record<string, number>;
  end(): Promise<void>;
}

export interface Throughline extends Subject {
  mllpPort: number;
  databaseUrl: string;
  /** Hex. */
  masterKey: string;
  /** The deployment's number, for rows made by SQL. */
  deployment: number;
}

export async function startThroughline(receiver: string, flow: FlowUnderTest): Promise<Throughline> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  chmodSync(folder, 0o755);
  const part = startPart('./server.ts', [folder, receiver, JSON.stringify(flow)]);
  const ready = await part.next<Pick<Throughline, 'url' | 'mllpPort' | 'databaseUrl' | 'masterKey' | 'deployment'>>();
  return {
    ...ready,
    peakRssMb: () => rssMb(part.child.pid!),
    cpuSeconds: () => cpuSeconds(part.child.pid!),
    end: async () => {
      await part.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
