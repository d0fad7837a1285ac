import { type ConnectionType, connectionTypes } from '@throughline/nodes/definitions';
import { z } from 'zod';
import { type FieldProblem, Refusal } from '../../refusal.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Throws Refusal 400 for what no flow could name. */
export function nameIn(path: string): string {
  if (NAME.test(path)) return path;
  throw new Refusal(400, 'name_refused', 'A name has letters, digits, dot, _ and -, 64 at most.');
}

const secretValue = z.string().min(6, 'at least 6 characters').max(20_000);

/** New values by field; null forgets one. `vault` says where HashiCorp Vault keeps it. */
export const secretsWanted = z.record(
  z.string().max(40),
  z.union([
    secretValue,
    z.strictObject({
      vault: z
        .string()
        .regex(/^[\w-]+(\/[\w-][\w.-]*)+#[\w.-]+$/, 'mount/path#field')
        .max(300),
    }),
    z.null(),
  ]),
);

/** Checks settings as their type says. Throws Refusal 400 that names the fields. */
export function readSettings(
  type: string,
  given: Record<string, unknown>,
): { kind: ConnectionType; settings: Record<string, unknown> } {
  const kind = connectionTypes.get(type);
  if (kind === undefined) throw new Refusal(400, 'connection_type_unknown', 'There is no such kind of connection.');
  const parsed = kind.settings.safeParse(given);
  if (parsed.success) return { kind, settings: parsed.data };
  const errors = parsed.error.issues.map(
    ({ path, message }): FieldProblem => ({ field: `/settings/${path.map(String).join('/')}`, sentence: message }),
  );
  const [first] = errors;
  throw new Refusal(400, 'body_invalid', `The body does not fit: ${first?.field}: ${first?.sentence}.`, { errors });
}

/** Refuses secrets that the connection has no use for, so that none lies about. */
export function checkSecrets(
  kind: ConnectionType,
  settings: Record<string, unknown>,
  secrets: Record<string, unknown>,
): void {
  const known = kind.secrets(settings).map(({ name }) => name);
  const stray = Object.entries(secrets).find(([name, value]) => value !== null && !known.includes(name));
  if (stray === undefined) return;
  const errors = [{ field: `/secrets/${stray[0]}`, sentence: 'is no secret of a connection with these settings' }];
  throw new Refusal(400, 'secret_unknown', 'A connection with these settings has no such secret.', { errors });
}

/** Refuses what is not whole yet in a way that only trying it can mend, such as an SFTP host without a pinned key. */
export function checkFinished(kind: ConnectionType, settings: Record<string, unknown>): void {
  const [first, ...more] = kind.unfinished?.(settings) ?? [];
  if (first === undefined) return;
  const errors = [first, ...more].map(({ field, sentence }) => ({ field: `/settings/${field}`, sentence }));
  throw new Refusal(400, 'connection_unfinished', `The connection is not whole: ${first.field} ${first.sentence}.`, {
    errors,
  });
}
