import type { Plan, PlanStep } from '../plan.ts';
import type { Around, Finding, RuleName } from './around.ts';
import { guardedFlow } from './guarded.ts';

const WEEK_S = 7 * 24 * 3600;

type Rule = (plan: Plan, around: Around) => Finding[];

const all: Rule[] = [doors, bound, guardedFlow, retries, idempotent, deadEnds, contracts];

/** What the rules of the house say about a compiled flow, and, with an environment, about running it there. */
export function checkPolicies(plan: Plan, around: Around): Finding[] {
  return all.flatMap((rule) => rule(plan, around));
}

function doors(plan: Plan, { catalogue, environment }: Around): Finding[] {
  const severity = environment?.protected ? 'error' : 'warning';
  return plan.triggers.flatMap((index) => {
    const step = plan.steps[index]!;
    const finding = (code: string, sentence: string) => [
      about(step, 'door-authenticated', severity, code, sentence, '/authentication'),
    ];
    const shape = catalogue.get(step.type)?.step(step.config);
    if (shape?.place !== 'trigger') return [];
    const set = environment?.doors.get(`${plan.flow}/${step.node}`);
    if (shape.open && !set?.ways) {
      const sentence = `${step.name} takes messages from anybody who can reach it; say under “Who may send”, or under Doors of an environment, how they prove themselves.`;
      return finding('door_open', sentence);
    }
    if (environment === null || shape.door === undefined) return [];
    if (shape.door === 'clients' && !set?.ways) {
      const sentence = `${step.name} lets nobody in: ${environment.name} does not say yet how clients prove themselves. Set it under Doors.`;
      return finding('door_closed', sentence);
    }
    if (shape.door === 'addresses' && !set?.ranges) {
      const sentence = `${step.name} takes messages from every address; say under Doors of ${environment.name} which ones may send.`;
      return finding('door_open', sentence);
    }
    return [];
  });
}

function bound({ steps }: Plan, { catalogue, environment }: Around): Finding[] {
  if (environment === null) return [];
  return steps.flatMap((step) => {
    const definition = catalogue.get(step.type);
    const named = definition?.connections?.(step.config) ?? [];
    const connections = named.filter((one) => !environment.connections.has(one));
    const wanted = definition?.connectionType;
    const otherwise = named.flatMap((name) => {
      const { type } = environment.connections.get(name) ?? {};
      return type === undefined || wanted === undefined || type === wanted ? [] : [{ name, type }];
    });
    const secrets = (definition?.secrets?.(step.config) ?? []).filter((one) => !environment.secrets.has(one));
    return [
      ...otherwise.map(({ name, type }) => {
        const sentence = `${name} is a connection of kind ${type} in ${environment.name}; ${step.name} needs ${wanted}.`;
        return about(step, 'bound', 'error', 'connection_kind', sentence, '/connection');
      }),
      ...connections.map((name) =>
        about(
          step,
          'bound',
          'error',
          'connection_unbound',
          `${environment.name} has no connection ${name}.`,
          '/connection',
        ),
      ),
      ...secrets.map((name) =>
        about(step, 'bound', 'error', 'secret_unset', `${environment.name} has no secret ${name}; nobody could send.`),
      ),
    ];
  });
}

function retries({ steps }: Plan): Finding[] {
  return steps.filter(isDestination).flatMap((step) => {
    if (step.retry === null || step.retry.budgetS <= 0) {
      const sentence = `${step.name} gives up at the first failure; let it try again for a while.`;
      return [about(step, 'retry-budget', 'warning', 'retry_none', sentence, '/retry')];
    }
    if (step.retry.budgetS <= WEEK_S) return [];
    const sentence = `${step.name} would try again for more than a week; nobody would notice that it is stuck.`;
    return [about(step, 'retry-budget', 'warning', 'retry_long', sentence, '/retry/budgetS')];
  });
}

function idempotent(plan: Plan): Finding[] {
  const blind = plan.steps.filter((step) => isDestination(step) && step.safety === 'neither');
  const keyless = plan.triggers
    .map((index) => plan.steps[index]!)
    .filter(({ config, type }) => {
      const keys = config['keys'] as { idempotency?: unknown[] } | undefined;
      // A file is known by its content.
      return type === 'trigger.http' && config['format'] !== 'csv' && (keys?.idempotency ?? []).length === 0;
    });
  return [
    ...blind.map((step) =>
      about(
        step,
        'idempotent',
        'warning',
        'effect_unsafe',
        `${step.name} can neither repeat nor ask; when an answer is lost, a person has to decide.`,
        '/safety',
      ),
    ),
    ...keyless.map((step) =>
      about(
        step,
        'idempotent',
        'warning',
        'key_none',
        `${step.name} has no idempotency key: a sender that tries again is taken for a new message.`,
        '/keys/idempotency',
      ),
    ),
  ];
}

function deadEnds({ steps }: Plan): Finding[] {
  return steps
    .filter(
      ({ place, reach, wires }) => place !== 'effect' && reach.length === 0 && Object.values(wires).flat().length === 0,
    )
    .map((step) =>
      about(step, 'dead-end', 'warning', 'dead_end', `What reaches ${step.name} ends there and goes nowhere.`),
    );
}

function contracts({ steps }: Plan, { catalogue, replacedBy }: Around): Finding[] {
  return steps.flatMap((step) => {
    const contract = catalogue.get(step.type)?.contract?.(step.config);
    const next = contract === undefined ? null : replacedBy(contract);
    if (next === null) return [];
    const sentence = `${step.name} uses ${contract}, which is on its way out; ${next} takes its place.`;
    return [about(step, 'contract-current', 'warning', 'contract_deprecated', sentence, '/contract')];
  });
}

function isDestination({ destination }: PlanStep): boolean {
  return destination !== null;
}

function about(
  { node }: PlanStep,
  rule: RuleName,
  severity: Finding['severity'],
  code: string,
  sentence: string,
  field?: string,
): Finding {
  return { rule, severity, code, sentence, node, ...(field === undefined ? {} : { field }) };
}
