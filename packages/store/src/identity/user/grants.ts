import { eq } from 'drizzle-orm';
import type { Store } from '../../client.ts';
import { user, userGrant } from '../../schema/identity.ts';
import type { Grant } from '../principal.ts';
import { permissionsOf } from '../role.ts';

/** What a person may do, and where: their role where it holds, and further roles in some environments. */
export async function grantsOf({ db }: Pick<Store, 'db'>, id: string): Promise<Grant[]> {
  const rows = await db
    .select({
      role: user.role,
      environments: user.environments,
      further: userGrant.role,
      there: userGrant.environments,
    })
    .from(user)
    .leftJoin(userGrant, eq(userGrant.userId, user.id))
    .where(eq(user.id, id));
  const [first] = rows;
  if (first === undefined) return [];
  const further = rows.flatMap(({ further: role, there }) =>
    role === null || there === null ? [] : [grant(role, there)],
  );
  return [grant(first.role, first.environments), ...further];
}

function grant(role: string, environments: string[] | null): Grant {
  return { permissions: new Set(permissionsOf(role)), environments: environments ?? 'all', folders: 'all' };
}
