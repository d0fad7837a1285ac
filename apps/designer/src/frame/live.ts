import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

const GATHER_MS = 250;
const AGAIN_MS = [1_000, 2_000, 5_000, 15_000];

/**
 * Keeps what is shown current: the server names a topic that changed, and every query whose key begins with it is asked again.
 * Survives a restart of the server; after a gap everything is asked again, since what happened in it is not told.
 */
export function useLive(environment: string | undefined, isSignedIn: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isSignedIn) return;
    const topics = new Set<string>();
    let source: EventSource;
    let tries = 0;
    let gathering: number | undefined;
    let waiting: number | undefined;

    const tell = () => {
      gathering = undefined;
      for (const topic of topics) void client.invalidateQueries({ queryKey: [topic] });
      topics.clear();
    };
    const open = () => {
      source = new EventSource(`/api/v1/events${environment === undefined ? '' : `?environment=${environment}`}`);
      source.addEventListener('open', () => {
        if (tries > 0) void client.invalidateQueries();
        tries = 0;
      });
      source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
        topics.add((JSON.parse(data) as { topic: string }).topic);
        gathering ??= window.setTimeout(tell, GATHER_MS);
      });
      source.addEventListener('error', () => {
        source.close();
        waiting = window.setTimeout(open, AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)]);
      });
    };
    open();
    return () => {
      source.close();
      window.clearTimeout(gathering);
      window.clearTimeout(waiting);
    };
  }, [client, environment, isSignedIn]);
}
