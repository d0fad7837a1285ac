import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Builder, nodeCommand } from './cage.ts';
import { encodeFrame, type Frame, FrameReader } from './frames.ts';

const HELLO_MS = 15_000;
const COMPLAINT_LIMIT = 500;
const PAGE_BYTES = 4096;
/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick. */
const TICK_MS = 10;

export interface CellEvents {
  onReady(): void;
  onFrame(frame: Frame): void;
  /** Told once, whatever ended it. `complaint` is what the child wrote to its standard error before it was ready. */
  onExit(complaint: string): void;
}

/** One life of one caged child process, from its start to its end. */
export class Cell {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  ready = false;

  constructor(builder: Builder, files: string[], addon: string, load: string[], events: CellEvents) {
    const [command, ...args] = [...builder.prefix, ...nodeCommand(files, [addon])];
    // A process group of its own: a terminal's Ctrl-C must not end the call in hand.
    this.#child = spawn(command as string, args, { detached: true, env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = this.#child;
    const reader = new FrameReader();
    let complaint = '';
    const hello = setTimeout(() => this.kill(), HELLO_MS);

    stderr?.on('data', (chunk: Buffer) => {
      if (!this.ready && complaint.length < COMPLAINT_LIMIT) complaint += chunk.toString('utf8');
    });
    stdout?.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) {
        if (this.ready) events.onFrame(frame);
        else {
          clearTimeout(hello);
          this.ready = true;
          events.onReady();
        }
      }
    });
    /** A write that races the child's end fails here; its end is told by `close`. */
    stdin?.on('error', () => {});
    this.#exited = new Promise((resolve) => {
      let isOver = false;
      const over = (words: string): void => {
        if (isOver) return;
        isOver = true;
        clearTimeout(hello);
        resolve();
        events.onExit(words.slice(0, COMPLAINT_LIMIT));
      };
      this.#child.on('error', (error) => {
        complaint ||= error.message;
        if (this.#child.pid === undefined) over(complaint);
      });
      this.#child.once('close', () => over(complaint));
    });
    this.send('L', load);
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  send(type: string, texts: string[]): void {
    this.#child.stdin?.write(encodeFrame(type, texts));
  }

  /** Resident memory in MB; 0 where the machine does not tell. */
  residentMb(): number {
    try {
      const pages = readFileSync(`/proc/${this.pid}/statm`, 'utf8').split(' ')[1];
      return (Number(pages) * PAGE_BYTES) / 1024 ** 2;
    } catch {
      return 0;
    }
  }

  /** Processor time so far, as the machine counts it; without end where it does not tell. */
  usedMs(): number {
    try {
      const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    } catch {
      return Number.POSITIVE_INFINITY;
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  exited(): Promise<void> {
    return this.#exited;
  }
}
