/** A message between the parent and its child: a type and a list of texts. */
export interface Frame {
  type: string;
  texts: string[];
}

/** Length of what follows (u32 LE), type (one ASCII byte), then each text as byte length (u32 LE) and UTF-8. */
export function encodeFrame(type: string, texts: string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  let size = 5;
  for (const length of lengths) size += 4 + length;
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeUInt32LE(size - 4, 0);
  bytes.write(type, 4, 'latin1');
  let at = 5;
  for (let i = 0; i < texts.length; i++) {
    const length = lengths[i] as number;
    at = bytes.writeUInt32LE(length, at);
    bytes.write(texts[i] as string, at, length, 'utf8');
    at += length;
  }
  return bytes;
}

function decodeFrame(bytes: Buffer): Frame {
  const texts: string[] = [];
  for (let at = 1; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32LE(at);
    texts.push(bytes.toString('utf8', at + 4, end));
    at = end;
  }
  return { type: String.fromCharCode(bytes[0] as number), texts };
}

/** Cuts a byte stream into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;
  #wanted = 4;

  /** The frames that `chunk` completes. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#wanted) return [];
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#size);
    const frames: Frame[] = [];
    for (;;) {
      this.#wanted = bytes.length < 4 ? 4 : 4 + bytes.readUInt32LE(0);
      if (bytes.length < this.#wanted) break;
      frames.push(decodeFrame(bytes.subarray(4, this.#wanted)));
      bytes = bytes.subarray(this.#wanted);
    }
    this.#chunks = bytes.length > 0 ? [bytes] : [];
    this.#size = bytes.length;
    return frames;
  }
}
