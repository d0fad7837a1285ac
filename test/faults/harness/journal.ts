import { appendFileSync, closeSync, existsSync, fdatasync, openSync, readFileSync, write } from 'node:fs';

/**
 * An append-only log of JSON lines. An entry is durable when its append resolves; entries that come while the disk is busy share
 * the next flush.
 */
export class Journal {
  readonly #file: number;
  #lines: string[] = [];
  #waiting: (() => void)[] = [];
  #flushing = false;

  constructor(path: string) {
    appendFileSync(path, '');
    this.#file = openSync(path, 'a');
  }

  append(entry: object): Promise<void> {
    this.#lines.push(`${JSON.stringify(entry)}\n`);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (!this.#flushing) this.#flush();
    });
  }

  close(): void {
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    this.#flushing = true;
    const waiting = this.#waiting.splice(0);
    const text = this.#lines.splice(0).join('');
    write(this.#file, text, (failed) => {
      if (failed) throw failed;
      fdatasync(this.#file, (unsafe) => {
        if (unsafe) throw unsafe;
        this.#flushing = false;
        for (const resolve of waiting) resolve();
        this.#flush();
      });
    });
  }
}

/** What was durable; half a line at the end, which a kill may leave, is none. */
export function readJournal<Entry>(path: string): Entry[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Entry);
}
