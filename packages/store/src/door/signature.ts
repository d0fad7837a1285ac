import type { Store } from '../client.ts';

/**
 * Notes that a signature was used for a request, and answers whether it may be: the same request may come again, and is then told
 * what it was told before; another one may not come under a signature that is used up.
 */
export async function useSignature(
  { sql }: Pick<Store, 'sql'>,
  { hash, usedFor, seconds }: { hash: Buffer; usedFor: Buffer; seconds: number },
): Promise<boolean> {
  const [found] = await sql<{ same: boolean }[]>`
    insert into signature_use as s (hash, used_for, until)
    values (${hash}, ${usedFor}, now() + make_interval(secs => ${seconds}))
    on conflict (hash) do update set until = greatest(s.until, excluded.until)
    returning used_for = ${usedFor} as same`;
  return found!.same;
}
