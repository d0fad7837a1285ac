import { findRelease, readContent } from '@throughline/store';
import { z } from 'zod';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofRelease } from './scope.ts';

export const releaseContent = route(
  {
    method: 'get',
    path: '/releases/:release/content',
    summary: 'The whole content of a release, which its id is the SHA-256 of; never a secret',
    permission: 'flow.see',
    where: ofRelease,
    answer: z.object({ id: z.string(), content: z.looseObject({}) }),
  },
  async ({ store, params }) => {
    const id = await findRelease(store, params.release);
    if (id === null) throw missing();
    return { id, content: { ...(await readContent(store, id)) } };
  },
);
