import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate as inflateZlib, zstdDecompress } from 'node:zlib';
import { failure } from '../../failure.ts';
import { megabytes } from './exchange.ts';
import type { HttpAnswer, Limits, Method } from './http.ts';

const UNPACK = new Map<string, (packed: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflateZlib)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
]);

/** Undoes the Content-Encoding (one at most), stopping at the same limit of bytes as an answer that came unpacked. */
export async function inflate(answer: HttpAnswer, limits: Limits, method: Method): Promise<HttpAnswer> {
  const encoding = answer.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity' || answer.body.length === 0) return answer;
  const seen = method === 'GET' || method === 'HEAD' || answer.status >= 400 ? 'unavailable' : 'unknown-outcome';
  const unpack = UNPACK.get(String(encoding).toLowerCase());
  if (unpack === undefined) {
    throw failure(seen, 'answer_malformed', 'The answer came in a Content-Encoding that was not asked for.');
  }
  try {
    return { ...answer, body: await unpack(answer.body, { maxOutputLength: limits.bytes }) };
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw failure(seen, 'answer_inflates', `The answer unpacks to more than ${megabytes(limits.bytes)}.`);
    }
    throw failure(seen, 'answer_malformed', 'The answer could not be unpacked as its Content-Encoding says.');
  }
}
