import { type IncomingHttpHeaders, request } from 'node:http';

export interface Knocked {
  status: number;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  text: string;
}

/** Posts JSON to a door with headers as they are, repeated ones too, from an address of this machine's choice. */
export function knock(
  url: string,
  body: string | Buffer,
  headers: Record<string, string | string[]> = {},
  from = '127.0.0.1',
): Promise<Knocked> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', localAddress: from, agent: false, headers: { 'content-type': 'application/json', ...headers } },
      (res) => {
        let text = '';
        res.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        res.on('end', () => {
          const read = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
          resolve({ status: res.statusCode!, headers: res.headers, body: read, text });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
