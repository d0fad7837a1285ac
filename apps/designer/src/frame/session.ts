import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask, Problem } from '../api.ts';

export type Me = AnswerOf<typeof api.session.$get>;

/** Who is signed in; null: nobody. */
export const meQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Me | null> => {
    try {
      return await ask(api.session.$get());
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** `code`: of the second factor, `reason`: of an emergency; empty where there is none. */
export function signIn(email: string, password: string, code = '', reason = ''): Promise<Me> {
  const further = { ...(code === '' ? {} : { code }), ...(reason === '' ? {} : { reason }) };
  return ask(api.session.$post({ json: { email, password, ...further } }));
}

export function signOut(): Promise<unknown> {
  return ask(api.session.$delete());
}
