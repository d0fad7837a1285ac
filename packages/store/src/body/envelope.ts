/** A message with its run context, as one sealed body: length of the context, context (JSON text), message bytes. */
export function packBody(context: string, message: Buffer): Buffer {
  const size = Buffer.byteLength(context);
  const out = Buffer.allocUnsafe(4 + size + message.length);
  out.writeUInt32BE(size, 0);
  out.write(context, 4);
  message.copy(out, 4 + size);
  return out;
}

export function unpackBody(bytes: Buffer): { context: string; message: Buffer } {
  const end = 4 + bytes.readUInt32BE(0);
  return { context: bytes.toString('utf8', 4, end), message: bytes.subarray(end) };
}
