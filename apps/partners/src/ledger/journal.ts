import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * An append-only file of JSON lines, on disk before `settled` resolves. Lines that come while one flush is under way share the next
 * one, so that thousands of requests a second cost a few hundred fsyncs.
 */
export class Journal {
  readonly #file: FileHandle;
  #waiting: string[] = [];
  #flush: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Opens or creates the file; a last line torn by a crash was never answered and is cut off. */
  static async open(path: string): Promise<{ journal: Journal; lines: string[] }> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a+');
    const text = await file.readFile('utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole));
    return { journal: new Journal(file), lines: whole.split('\n').filter((line) => line !== '') };
  }

  append(line: string): void {
    this.#waiting.push(line);
    if (this.#waiting.length > 1) return;
    this.#flush = this.#flush.then(() => this.#write());
  }

  /** Resolves when everything appended so far is on disk. */
  settled(): Promise<void> {
    return this.#flush;
  }

  async empty(): Promise<void> {
    await this.settled();
    await this.#file.truncate(0);
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.settled();
    await this.#file.close();
  }

  async #write(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = [];
    await this.#file.appendFile(`${lines.join('\n')}\n`);
    await this.#file.datasync();
  }
}
