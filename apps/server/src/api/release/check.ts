import { checkPolicies, type Finding, type Plan } from '@throughline/flow';
import {
  freezeAt,
  listEnvironments,
  listExceptions,
  type PolicyException,
  type ReleaseContent,
  type Store,
} from '@throughline/store';
import type { PlayFixtures } from '../../dryrun/fixtures.ts';
import type { Deps } from '../deps.ts';
import { aroundOf } from './around.ts';

/** One thing that is looked at before a release goes anywhere. */
export interface Check {
  name: 'tests' | 'bindings' | 'tables' | 'policies' | 'freeze';
  title: string;
  state: 'passed' | 'warned' | 'failed';
  sentence: string;
  findings: CheckFinding[];
}

export interface CheckFinding {
  severity: 'error' | 'warning' | 'excused';
  code: string;
  sentence: string;
  flow?: string;
  node?: string;
  field?: string;
  rule?: string;
  path?: string[];
}

type Ports = Pick<Deps, 'store' | 'publishing'> & { play: PlayFixtures };

/** Everything that must hold for a release to run in an environment, as things stand now. */
export async function checkRelease(content: ReleaseContent, environment: string, ports: Ports): Promise<Check[]> {
  const { store } = ports;
  const plans = await plansOf(store, content);
  const around = await aroundOf(store, ports.publishing.catalogue, environment);
  const exceptions = await listExceptions(store, environment);
  const policies = plans.flatMap(({ id, plan }) =>
    checkPolicies(plan, around).map((finding) => ({ ...excused(finding, id, exceptions), flow: id })),
  );
  return [
    await tests(store, content, plans, environment, ports.play),
    check(
      'bindings',
      'Connections and secrets',
      policies.filter(({ rule }) => rule === 'bound'),
      'All that the flows name are set.',
    ),
    await tables(store, content, environment),
    check(
      'policies',
      'Rules of the house',
      policies.filter(({ rule }) => rule !== 'bound'),
      'No rule objects.',
    ),
    await freeze(store, environment),
  ];
}

async function plansOf(store: Store, { flows }: ReleaseContent): Promise<{ id: string; plan: Plan }[]> {
  const found: { id: string; plan: Plan }[] = [];
  for (const { id, version } of flows) {
    const [row] = await store.sql<{ plan: string }[]>`
      select plan from flow_version where flow_id = ${id} and version = ${version}`;
    if (row !== undefined) found.push({ id, plan: JSON.parse(row.plan) as Plan });
  }
  return found;
}

/** A warning or error that somebody answers for, approved and not yet expired, does not stand in the way. */
function excused(finding: Finding, flow: string, exceptions: readonly PolicyException[]): CheckFinding & Finding {
  const now = new Date();
  const found = exceptions.find(
    (one) =>
      one.flow === flow &&
      one.node === finding.node &&
      one.rule === finding.rule &&
      one.approvedAt !== null &&
      one.endedAt === null &&
      one.expiresAt > now,
  );
  return found === undefined ? finding : ({ ...finding, severity: 'excused' } as unknown as CheckFinding & Finding);
}

async function tests(
  store: Store,
  content: ReleaseContent,
  plans: { id: string; plan: Plan }[],
  environment: string,
  play: PlayFixtures,
): Promise<Check> {
  const findings: CheckFinding[] = [];
  let count = 0;
  for (const flow of content.flows) {
    const plan = plans.find(({ id }) => id === flow.id)?.plan;
    if (plan === undefined) {
      findings.push({
        severity: 'error',
        code: 'version_gone',
        sentence: `Version ${flow.version} is not here.`,
        flow: flow.id,
      });
      continue;
    }
    const ids = await tableIds(store, content, plan.tables, environment);
    const played = await play({ document: flow.document, plan }, ids);
    count += played.length;
    for (const one of played.filter(({ ok }) => !ok)) {
      const sentence = `Sample “${one.name}”: ${one.sentence}`;
      findings.push({ severity: 'error', code: 'test_failed', sentence, flow: flow.id, node: one.stop ?? one.node });
    }
    if (!flow.document.fixtures.some(({ kind }) => kind === 'message')) {
      const sentence = `${flow.name} has no sample message, so nothing was tried.`;
      findings.push({ severity: 'warning', code: 'test_none', sentence, flow: flow.id });
    }
  }
  return check('tests', 'Tests with pinned samples', findings, `${count} of ${count} sample messages go through.`);
}

/** The rows that would be read: those that move with the release, else the target's own. */
async function tableIds(store: Store, content: ReleaseContent, names: readonly string[], environment: string) {
  const bound = await store.sql<{ name: string; id: string }[]>`
    select table_name as name, version_id as id from reference_binding b join environment e on e.id = b.environment_id
    where e.name = ${environment} and table_name = any (${[...names]})`;
  return names.flatMap((name) => {
    const id =
      content.tables.find((table) => table.name === name)?.version ?? bound.find((one) => one.name === name)?.id;
    return id === undefined ? [] : [{ name, id }];
  });
}

async function tables(store: Store, content: ReleaseContent, environment: string): Promise<Check> {
  const bound = await store.sql<{ name: string; columns: string[] }[]>`
    select t.name, (select array_agg(c ->> 'name') from jsonb_array_elements(t.definition -> 'columns') c) as columns
    from reference_binding b join environment e on e.id = b.environment_id join reference_table t on t.name = b.table_name
    where e.name = ${environment}`;
  const findings = content.tables.flatMap((table): CheckFinding[] => {
    if (table.version !== null) return [];
    const here = bound.find(({ name }) => name === table.name);
    if (here === undefined) {
      const sentence = `${environment} has no reference table ${table.name}; import it, or release it with its rows.`;
      return [{ severity: 'error', code: 'table_unbound', sentence }];
    }
    const columns = ((table.definition as { columns?: { name: string }[] }).columns ?? []).map(({ name }) => name);
    const lacking = columns.filter((name) => !(here.columns ?? []).includes(name));
    if (lacking.length === 0) return [];
    const sentence = `The table ${table.name} of ${environment} lacks ${lacking.join(', ')}.`;
    return [{ severity: 'error', code: 'table_columns', sentence }];
  });
  return check('tables', 'Reference tables', findings, 'Every table is there with the columns that are read.');
}

async function freeze(store: Store, environment: string): Promise<Check> {
  const settings = (await listEnvironments(store)).find(({ name }) => name === environment)?.settings;
  const found = freezeAt(settings?.freezes ?? [], new Date());
  const sentence = `Nothing is released into ${environment} now: ${found?.reason}.`;
  const findings: CheckFinding[] = found === null ? [] : [{ severity: 'error', code: 'frozen', sentence }];
  return check('freeze', 'Freeze calendar', findings, 'No freeze holds now.');
}

function check(name: Check['name'], title: string, findings: CheckFinding[], well: string): Check {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const excusedCount = findings.length - errors - warnings;
  if (errors > 0)
    return {
      name,
      title,
      state: 'failed',
      sentence: counted(errors, 'stands in the way', 'stand in the way'),
      findings,
    };
  if (warnings > 0)
    return {
      name,
      title,
      state: 'warned',
      sentence: counted(warnings, 'is worth a look', 'are worth a look'),
      findings,
    };
  const sentence = excusedCount > 0 ? `${excusedCount} excused by an exception.` : well;
  return { name, title, state: 'passed', sentence, findings };
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? `finding ${one}` : `findings ${many}`}.`;
}
