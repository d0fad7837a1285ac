import { replacementOf } from '@throughline/contracts';
import type { Client } from '@throughline/store';
import type { DoorView } from './view.ts';

interface DoorProblem {
  severity: 'error' | 'warning';
  code: string;
  sentence: string;
}

/** What keeps a door from being used, or from being safe, in words for whoever looks after it. */
export function problemsOf(door: DoorView, clients: readonly Client[], isProtected: boolean): DoorProblem[] {
  const found = [whoMayCome(door, clients, isProtected), lifecycle(door), agedContract(door)];
  return found.filter((problem) => problem !== null);
}

function whoMayCome(door: DoorView, clients: readonly Client[], isProtected: boolean): DoorProblem | null {
  const { authentication, settings } = door;
  const severity = isProtected ? 'error' : 'warning';
  const closed = isProtected ? ' This environment is protected, so nothing is taken.' : '';
  if (authentication === 'none') {
    return problem(
      severity,
      'door_open',
      `Anybody who can reach it may send: the flow asks for nothing, and nor does this environment.${closed}`,
    );
  }
  if (authentication === 'addresses') {
    if ((settings?.ranges ?? []).length > 0) return null;
    return problem(severity, 'door_open', `Any address may send; say which ones may.${closed}`);
  }
  if (authentication !== 'clients') return null;
  const isSet = settings !== null && Object.values(settings.ways).some((way) => way !== null);
  if (!isSet) return problem('error', 'door_closed', 'Nobody is let in until you say how clients prove themselves.');
  const active = clients.filter(({ active: isActive }) => isActive);
  if (active.length === 0) return problem('warning', 'no_client', 'No client may come in yet; open it to one.');
  return null;
}

function lifecycle({ settings }: DoorView): DoorProblem | null {
  const { sunsetAt, deprecatedAt } = settings ?? {};
  const now = new Date();
  if (sunsetAt && new Date(sunsetAt) <= now) {
    return problem('error', 'door_sunset', `Closed for good since ${sunsetAt.slice(0, 10)}: every sender gets 410.`);
  }
  if (deprecatedAt && new Date(deprecatedAt) <= now) {
    const end = sunsetAt ? `; it closes on ${sunsetAt.slice(0, 10)}` : '';
    return problem('warning', 'door_deprecated', `On its way out since ${deprecatedAt.slice(0, 10)}${end}.`);
  }
  return null;
}

function agedContract({ contract: id }: DoorView): DoorProblem | null {
  const newer = id === null ? null : replacementOf(id);
  if (newer === null) return null;
  return problem(
    'warning',
    'contract_deprecated',
    `It checks ${id}, which is on its way out; ${newer.id} takes its place.`,
  );
}

function problem(severity: DoorProblem['severity'], code: string, sentence: string): DoorProblem {
  return { severity, code, sentence };
}
