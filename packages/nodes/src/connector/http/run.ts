import type { Connection, EffectRun } from '@throughline/engine';
import type { Http, HttpAnswer, HttpRequest } from '../../egress/http/http.ts';
import { optionalText } from '../../settings.ts';
import { replying } from '../reply.ts';
import { credentials } from './auth.ts';
import type { Tokens } from './oauth.ts';
import { receiptOf } from './outcome.ts';
import { requestOf, type Sending } from './request.ts';

/** Sends a request with the credentials of the connection its settings name. */
export type Send = (sending: Sending) => Promise<HttpAnswer>;

/** Sends the message over HTTP; behind the step goes the answer, or the message with the answer in it (setting `reply`). */
export function connectorHttp(send: Send): EffectRun {
  return async (delivery) => {
    const shaped = replying(delivery.settings, delivery.message);
    return shaped(receiptOf(await send(delivery), delivery));
  };
}

export function createSend(http: Http, tokens: Tokens): Send {
  return async (sending) => {
    const name = optionalText(sending.settings, 'connection');
    const connection = name === null ? null : await sending.reach.connection(name);
    const request = requestOf(sending, connection);
    return connection === null ? http.send(request) : sendAs(connection, request, http, tokens);
  };
}

/** A token that is no longer taken is renewed once: 401 means that nothing was acted on. */
async function sendAs(connection: Connection, request: HttpRequest, http: Http, tokens: Tokens): Promise<HttpAnswer> {
  const send = async () => {
    const proof = await credentials(connection, request.url, tokens, request.allow);
    const answer = await http.send({ ...request, hostHeaders: { ...request.hostHeaders, ...proof } });
    return { proof, answer };
  };
  const first = await send();
  if (first.answer.status !== 401 || connection.settings['auth'] !== 'oauth2') return first.answer;
  tokens.forget(connection, first.proof['Authorization']!.slice('Bearer '.length));
  return (await send()).answer;
}
