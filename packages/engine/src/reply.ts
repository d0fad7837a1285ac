/** The answer to a caller that waits. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** JSON text; a JSON string is sent as its text. */
  body: string;
}

/** Reads a respond step's resolved settings: {status, headers, body}; without a body the message is the answer. */
export function replyOf(settings: Record<string, unknown>, message: string): Reply {
  const status = Number(settings['status'] ?? 200);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries((settings['headers'] ?? {}) as Record<string, unknown>)) {
    headers[name.toLowerCase()] = String(value);
  }
  const body = settings['body'];
  return {
    status: Number.isInteger(status) && status >= 100 && status <= 599 ? status : 500,
    headers,
    body: body === undefined || body === null || body === '' ? message : JSON.stringify(body),
  };
}
