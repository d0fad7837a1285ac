import { connect, type Socket } from 'node:net';
import { frameMllp, MllpDecoder, parseHl7, pick } from '@throughline/formats';

/** An MLLP connection of a sender: one message at a time; dialled anew when it is gone. */
export class MllpLine {
  readonly #port: number;
  #socket: Socket | null = null;
  #waiting: ((code: string | null) => void) | null = null;
  #controlId = '';

  constructor(port: number) {
    this.#port = port;
  }

  /** MSA-1 of the acknowledgement that names this message; null when none came. */
  ask(hl7: string, controlId: string, timeoutMs: number): Promise<string | null> {
    const socket = this.#socket ?? this.#dial();
    this.#socket = socket;
    this.#controlId = controlId;
    return new Promise((resolve) => {
      const late = setTimeout(() => socket.destroy(), timeoutMs);
      this.#waiting = (code) => {
        clearTimeout(late);
        this.#waiting = null;
        resolve(code);
      };
      socket.write(frameMllp(Buffer.from(hl7)));
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #dial(): Socket {
    const socket = connect(this.#port, '127.0.0.1');
    const decoder = new MllpDecoder();
    const gone = () => {
      if (this.#socket === socket) this.#socket = null;
      this.#waiting?.(null);
    };
    socket.on('error', () => socket.destroy());
    socket.once('end', () => socket.destroy());
    socket.once('close', gone);
    socket.on('data', (chunk: Buffer) => {
      for (const frame of decoder.push(chunk)) {
        const tree = parseHl7(Buffer.from(frame));
        if (pick(tree, 'MSA-2') === this.#controlId) this.#waiting?.(pick(tree, 'MSA-1') ?? null);
      }
    });
    return socket;
  }
}
