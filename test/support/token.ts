import { randomBytes } from 'node:crypto';
import { PASSWORD } from './hospital.ts';

const permissions = [
  'flow.see',
  'flow.publish',
  // To give a role with this right; a token gives none that it lacks.
  'run.see',
  'table.see',
  'table.manage',
  'role.manage',
  'release.make',
  'environment.see',
  'environment.manage',
  'connection.see',
  'connection.manage',
  'door.see',
  'door.manage',
];

/** A token of a service account with the rights that a pipeline needs, and no others. */
export async function pipelineToken(url: string): Promise<string> {
  const origin = { origin: url, 'content-type': 'application/json' };
  const ask = async (method: string, path: string, json: object, cookie = '') => {
    const init = { method, headers: { ...origin, cookie }, body: JSON.stringify(json) };
    const answer = await fetch(`${url}/api/v1${path}`, init);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const signIn = await ask('POST', '/session', { email: 'admin@throughline.local', password: PASSWORD });
  const cookie = signIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const role = { title: 'Pipeline', sentence: 'Brings what was committed into environments.', permissions };
  await ask('PUT', '/roles/pipeline', role, cookie);
  const name = `Pipeline ${randomBytes(4).toString('hex')}`;
  const account = await ask('POST', '/service-accounts', { name, role: 'pipeline' }, cookie);
  const { id } = (await account.json()) as { id: string };
  const wanted = { name: 'pipeline', permissions };
  const made = await ask('POST', `/service-accounts/${id}/tokens`, wanted, cookie);
  return ((await made.json()) as { token: string }).token;
}
