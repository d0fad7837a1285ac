import type { Plan, PlanStep } from '../plan.ts';
import type { Around, Finding, Guarded, Lineage } from './around.ts';

/** A guarded field on its way: where it stands in the message now, where it came in, and by which steps it went. */
interface Carried {
  at: string;
  class: Guarded;
  field: string;
  via: readonly string[];
}

/** Somewhere in the message: behind code, nobody can tell where. */
const SOMEWHERE = '*';
const WORDS: Record<Guarded, string> = {
  phi: 'patient data',
  pii: 'personal data',
  financial: 'financial data',
  open: 'open data',
};

/**
 * Follows every guarded field from the contract it comes in by, through mappings and code, to every connector. Behind a step that
 * checks a contract, what the contract does not name cannot be there, so its fields stand with the classes it gives them.
 */
export function guardedFlow(plan: Plan, around: Around): Finding[] {
  const { environment } = around;
  const arriving = plan.steps.map((): Carried[] => []);
  const findings: Finding[] = [];
  plan.steps.forEach((step, index) => {
    const here = step.place === 'trigger' ? comingIn(step, around) : unique(arriving[index]!);
    const passed = here.map((one) => ({ ...one, via: [...one.via, step.node] }));
    if (environment !== null && step.place !== 'trigger') findings.push(...goingOut(step, passed, around));
    const next = behind(step, passed, around);
    for (const to of Object.values(step.wires).flat()) arriving[to]!.push(...next);
    if (step.catch !== null) arriving[step.catch]!.push(...passed);
  });
  return findings;
}

function comingIn(step: PlanStep, around: Around): Carried[] {
  const contract = around.catalogue.get(step.type)?.contract?.(step.config);
  const fields = contract === undefined ? undefined : around.fieldsOf(contract);
  if (fields !== undefined) return guardedOf(fields).map(([at, kind]) => ({ at, class: kind, field: at, via: [] }));
  if (step.type === 'trigger.mllp') return [{ at: SOMEWHERE, class: 'phi', field: 'the HL7 message', via: [] }];
  const keys = (step.config['keys'] as { business?: { path: string; class: Guarded }[] } | undefined)?.business ?? [];
  return keys
    .filter((key) => key.class !== 'open' && !key.path.startsWith('header:'))
    .map((key) => ({ at: plain(key.path), class: key.class, field: key.path, via: [] }));
}

function behind(step: PlanStep, here: Carried[], around: Around): Carried[] {
  if (step.destination !== null) {
    const reply = step.config['reply'] as { becomes?: string } | undefined;
    return reply?.becomes === 'answer' || step.type === 'connector.mllp' ? [] : here;
  }
  const contract = around.catalogue.get(step.type)?.contract?.(step.config);
  const isChecked = step.type === 'transform.validate';
  const fields = contract === undefined || !isChecked ? undefined : around.fieldsOf(contract);
  const moved = here.flatMap((one) => through(one, around.lineage(step)));
  if (fields === undefined) return moved;
  const guarded = guardedOf(fields);
  const named = moved.filter(({ at }) => at !== SOMEWHERE && [...fields.keys()].some((field) => touches(field, at)));
  const lost = moved.filter(({ at }) => at === SOMEWHERE);
  const settled = lost.flatMap((one) =>
    guarded.filter(([, kind]) => kind === one.class).map(([at, kind]) => ({ ...one, at, class: kind })),
  );
  return [...named, ...settled];
}

function through(one: Carried, lineage: Lineage): Carried[] {
  if (lineage === 'same') return [one];
  if (lineage === 'anywhere') return [{ ...one, at: SOMEWHERE }];
  return lineage.flatMap(({ from, to }) => {
    if (one.at === SOMEWHERE) return [{ ...one, at: to === '' ? SOMEWHERE : to }];
    if (from === one.at || from.startsWith(`${one.at}.`)) return [{ ...one, at: to === '' ? SOMEWHERE : to }];
    if (from === '' || one.at.startsWith(`${from}.`)) {
      const rest = from === '' ? one.at : one.at.slice(from.length + 1);
      return [{ ...one, at: to === '' ? rest : `${to}.${rest}` }];
    }
    return [];
  });
}

function goingOut(step: PlanStep, arrived: Carried[], { catalogue, environment, sent }: Around): Finding[] {
  const names = catalogue.get(step.type)?.connections?.(step.config) ?? [];
  if (names.length === 0) return [];
  const { body, beside } = sent(step);
  const inBody = arrived.flatMap((one) => through(one, body));
  const inAddress = arrived.flatMap((one) => through(one, beside));
  return names.flatMap((name) => {
    const { classes: allowed, fields: listed } = environment!.connections.get(name) ?? {};
    if (allowed === undefined) return [];
    const isSent = ({ at }: Carried) => at === SOMEWHERE || listed!.some((field) => touches(plain(field), at));
    const here = [...(listed === undefined ? inBody : inBody.filter(isSent)), ...inAddress];
    const stray = here.filter((one) => one.class !== 'open' && !allowed.includes(one.class));
    return [...Map.groupBy(stray, (one) => one.class)].map(([kind, all]): Finding => {
      const fields = [...new Set(all.map(({ field }) => field))];
      const shown = fields.slice(0, 3).join(', ') + (fields.length > 3 ? ` and ${fields.length - 3} more` : '');
      return {
        rule: 'patient-data',
        severity: 'error',
        code: `${kind}_not_allowed`,
        sentence: `${step.name} would send ${WORDS[kind]} (${shown}) to ${name}, which may not have it in ${environment!.name}.`,
        node: step.node,
        field: '/connection',
        path: [...all[0]!.via],
      };
    });
  });
}

function guardedOf(fields: ReadonlyMap<string, Guarded>): [string, Guarded][] {
  return [...fields].filter(([, kind]) => kind !== 'open');
}

function touches(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** One of each; of several ways the shortest is shown. */
function unique(all: readonly Carried[]): Carried[] {
  const best = new Map<string, Carried>();
  for (const one of all) {
    const key = JSON.stringify([one.at, one.class, one.field]);
    const known = best.get(key);
    if (known === undefined || known.via.length > one.via.length) best.set(key, one);
  }
  return [...best.values()];
}

/** `lines[0].serial` → `lines.serial`. */
function plain(path: string): string {
  return path.replaceAll(/\[\d*\]/g, '');
}
