import { can, listFolders as list, moveFlow as move } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { folderName } from '../invitations/invitation.ts';

export const listFolders = route(
  {
    method: 'get',
    path: '/folders',
    summary: 'The flows you may see, each with the folder it lies in; empty where it lies in none',
    permission: 'flow.see',
    where: 'listed',
    answer: z.object({ flows: z.array(z.object({ flow: z.string(), name: z.string(), folder: z.string() })) }),
  },
  async ({ store, principal }) => {
    const all = await list(store);
    return { flows: all.filter(({ folder }) => can(principal, 'flow.see', { environment: null, folder })) };
  },
);

export const moveFlow = route(
  {
    method: 'put',
    path: '/flows/:flow/folder',
    summary: 'Put a flow into a folder, a domain or a facility; empty takes it out. Who sees it follows',
    permission: 'environment.manage',
    where: 'platform',
    body: z.strictObject({ folder: z.union([z.literal(''), folderName]) }),
    answer: nothing,
  },
  ({ store, principal, params, body }) => move(store, principal, params.flow, body.folder),
);
