import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Posts JSON; null when no whole answer came. */
export function post(
  url: string,
  body: string | Buffer,
  options: { agent?: Agent; timeoutMs?: number; headers?: Record<string, string> } = {},
): Promise<Answer | null> {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...options.headers,
    };
    const sent = request(
      url,
      { method: 'POST', headers, ...(options.agent ? { agent: options.agent } : {}) },
      (res) => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (chunk: string) => {
          text += chunk;
        });
        res.once('end', () => {
          clearTimeout(late);
          resolve(res.complete ? { status: res.statusCode ?? 0, headers: res.headers, text } : null);
        });
        res.once('error', () => resolve(null));
      },
    );
    const late = setTimeout(() => sent.destroy(), options.timeoutMs ?? 30_000);
    sent.once('error', () => {
      clearTimeout(late);
      resolve(null);
    });
    sent.once('close', () => {
      clearTimeout(late);
      resolve(null);
    });
    sent.end(body);
  });
}
