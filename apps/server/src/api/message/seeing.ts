import { type ClassOf, classesOf, contract } from '@throughline/contracts';
import type { Plan } from '@throughline/flow';
import { can, folderOfFlow, type Principal, revealedUntil, type Store, tablesOfPin } from '@throughline/store';

/** How one person sees one message: masked, unless they revealed it and still may. */
export interface Seeing {
  isRevealed: boolean;
  until: Date | null;
  classOf: ClassOf;
  hash: (text: string) => string;
}

export async function seeingOf(
  store: Store,
  principal: Principal,
  run: { message: string; environment: string; flow: string; pin: number; plan: Plan },
): Promise<Seeing> {
  const scope = { environment: run.environment, folder: (await folderOfFlow(store, run.flow)) ?? '' };
  const mayReveal = principal.user !== null && can(principal, 'message.reveal', scope);
  const until = mayReveal ? await revealedUntil(store, principal.user!.id, run.message) : null;
  return {
    until,
    isRevealed: until !== null,
    classOf: classesOf(contractsOf(run.plan), await tablesOfPin(store, run.pin)),
    hash: store.keys.shown,
  };
}

/** The contracts that the flow's own nodes name: what its messages are. */
function contractsOf({ steps }: Plan) {
  const names = steps.map(({ config }) => config['contract']).filter((name) => typeof name === 'string');
  return [...new Set(names)].flatMap((name) => contract(name)?.schema ?? []);
}
