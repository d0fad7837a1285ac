import { PASSWORD } from './hospital.ts';

/** A token of the first admin with the rights that a pipeline needs. */
export async function pipelineToken(url: string): Promise<string> {
  const origin = { origin: url, 'content-type': 'application/json' };
  const signIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: origin,
    body: JSON.stringify({ email: 'admin@throughline.local', password: PASSWORD }),
  });
  const cookie = signIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const permissions = [
    'flow.see',
    'flow.publish',
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
  const made = await fetch(`${url}/api/v1/tokens`, {
    method: 'POST',
    headers: { ...origin, cookie },
    body: JSON.stringify({ name: 'pipeline', permissions }),
  });
  return ((await made.json()) as { token: string }).token;
}
