import type { Connection, EffectRun } from '@throughline/engine';
import type { Http, HttpAnswer, HttpRequest } from '../../egress/http/http.ts';
import { optionalText } from '../../settings.ts';
import { credentials, tlsOf } from './auth.ts';
import type { Tokens } from './oauth.ts';
import { receiptOf } from './outcome.ts';
import { requestOf } from './request.ts';

/** Sends the message over HTTP and takes the answer as the receipt and as the message behind it. */
export function connectorHttp(http: Http, tokens: Tokens): EffectRun {
  return async (delivery) => {
    const name = optionalText(delivery.settings, 'connection');
    const connection = name === null ? null : await delivery.reach.connection(name);
    const request = requestOf(delivery, connection);
    const answer =
      connection === null
        ? await http.send(request)
        : await sendAs(connection, { ...request, tls: tlsOf(connection) }, http, tokens);
    return receiptOf(answer, delivery);
  };
}

/** With the connection's credentials; a token that is no longer taken is renewed once (401 means not acted on). */
export async function sendAs(
  connection: Connection,
  request: HttpRequest,
  http: Http,
  tokens: Tokens,
): Promise<HttpAnswer> {
  const send = async () => {
    const proof = await credentials(connection, request.url, tokens, request.allow);
    return {
      proof,
      answer: await http.send({ ...request, hostHeaders: { ...request.hostHeaders, ...proof } }),
    };
  };
  const first = await send();
  if (first.answer.status !== 401 || connection.settings['auth'] !== 'oauth2') return first.answer;
  tokens.forget(connection, first.proof['Authorization']!.slice('Bearer '.length));
  return (await send()).answer;
}
