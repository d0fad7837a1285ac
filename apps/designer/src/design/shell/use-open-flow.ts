import { useEffect, useRef } from 'react';
import { httpTransport } from '../store/http-transport.ts';
import { newId } from '../store/ids.ts';
import { keepInBrowser } from '../store/keep.ts';
import { showPresence } from '../store/presence.ts';
import { watchProblems } from '../store/problems.ts';
import { type OpenFlow, openFlow } from '../store/sync.ts';

/** This page, for as long as it lives: what it keeps is its own until it is gone. */
const PAGE = newId();

/** Holds a flow open while a screen shows it. */
export function useOpenFlow(flow: string, person: string, mayEdit: boolean): { retry: () => void } {
  const line = useRef<OpenFlow>(null);
  useEffect(() => {
    const transport = httpTransport(flow);
    const opened = openFlow(flow, transport, keepInBrowser(person, flow, PAGE), undefined, mayEdit);
    line.current = opened;
    const unwatch = [watchProblems(transport), showPresence(transport)];
    const retry = () => opened.retry();
    const leave = () => opened.keep();
    window.addEventListener('online', retry);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('online', retry);
      window.removeEventListener('pagehide', leave);
      for (const stop of unwatch) stop();
      opened.close();
    };
  }, [flow, person, mayEdit]);
  return { retry: () => line.current?.retry() };
}
