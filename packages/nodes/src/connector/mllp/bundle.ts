import type { Socket } from 'node:net';
import { failure } from '../../failure.ts';
import { type Ask, Line } from './line.ts';

/** The connections to one place: as many messages under way as there are connections, the rest in turn. */
export class Bundle {
  readonly #open: () => Promise<Socket>;
  readonly #keepOpen: boolean;
  readonly #lines = new Set<Line>();
  readonly #queue: (() => void)[] = [];
  #idle: Line[] = [];
  #free: number;

  constructor(connections: number, keepOpen: boolean, open: () => Promise<Socket>) {
    this.#free = connections;
    this.#keepOpen = keepOpen;
    this.#open = open;
  }

  /** Throws class `unavailable` while nothing is written, `unknown-outcome` afterwards. Waiting in turn counts as time. */
  async ask<Answer>(wanted: Ask<Answer>): Promise<Answer> {
    const until = performance.now() + wanted.limitMs;
    await this.#turn(wanted.limitMs);
    try {
      const line = this.#idleLine() ?? (await this.#newLine());
      const answer = await line.ask({ ...wanted, limitMs: Math.max(1, Math.round(until - performance.now())) });
      if (this.#keepOpen) this.#idle.push(line);
      else line.close();
      return answer;
    } finally {
      this.#free++;
      this.#queue.shift()?.();
    }
  }

  close(): void {
    for (const line of this.#lines) line.close();
    this.#lines.clear();
  }

  async #turn(limitMs: number): Promise<void> {
    if (this.#free === 0) {
      await new Promise<void>((resolve, reject) => {
        const go = () => {
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(() => {
          this.#queue.splice(this.#queue.indexOf(go), 1);
          reject(
            failure('unavailable', 'connections_busy', 'All connections stayed busy for the whole time (timeoutS).'),
          );
        }, limitMs);
        this.#queue.push(go);
      });
    }
    this.#free--;
  }

  #idleLine(): Line | undefined {
    this.#idle = this.#idle.filter((line) => line.alive);
    return this.#idle.pop();
  }

  async #newLine(): Promise<Line> {
    for (const line of this.#lines) if (!line.alive) this.#lines.delete(line);
    const line = new Line(await this.#open());
    this.#lines.add(line);
    return line;
  }
}
