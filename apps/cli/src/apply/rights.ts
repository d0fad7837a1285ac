import { answerTo } from '../remote/client.ts';
import { type Client, differing, type Step } from './step.ts';

/** Roles of one's own, and changed ones. */
export type WantedRoles = Record<string, { title: string; sentence: string; permissions: string[] }>;
/** Flows by the folder they lie in. */
export type WantedFolders = Record<string, string[]>;

export async function roleSteps(api: Client, roles: WantedRoles): Promise<Step[]> {
  if (Object.keys(roles).length === 0) return [];
  const { roles: known } = await answerTo(api.roles.$get());
  return Object.entries(roles).flatMap(([role, want]): Step[] => {
    const now = known.find(({ name }) => name === role);
    const whole = { ...want, permissions: [...want.permissions].sort() };
    const fields = now === undefined ? [] : differing({ ...now, permissions: [...now.permissions].sort() }, whole);
    if (now !== undefined && fields.length === 0) return [];
    const run = () => answerTo(api.roles[':role'].$put({ param: { role }, json: whole as never }));
    return [{ sign: now === undefined ? '+' : '~', what: `role ${role}`, fields, run }];
  });
}

export async function folderSteps(api: Client, folders: WantedFolders): Promise<Step[]> {
  if (Object.keys(folders).length === 0) return [];
  const { flows: known } = await answerTo(api.folders.$get());
  return Object.entries(folders).flatMap(([folder, flows]) =>
    flows.flatMap((flow): Step[] => {
      if (known.some((one) => one.flow === flow && one.folder === folder)) return [];
      const run = () => answerTo(api.flows[':flow'].folder.$put({ param: { flow }, json: { folder } }));
      return [{ sign: '~', what: `flow ${flow}`, fields: [`folder ${folder}`], run }];
    }),
  );
}
