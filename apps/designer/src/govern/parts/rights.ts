import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../frame/session.ts';

/** Whether to offer something; the server decides. */
export function useRight(right: string): boolean {
  return useQuery(meQuery).data?.permissions.includes(right) ?? false;
}
