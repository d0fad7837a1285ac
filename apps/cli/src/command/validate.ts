import { checkFlow } from '../flow/check.ts';
import { findFlows, resolverOf } from '../flow/folder.ts';
import { policyFindings } from '../flow/policies.ts';
import { openStage } from '../golden/stage.ts';
import { count, problemLines, type Terminal } from '../print.ts';

/** Says of each flow what publishing it would say, and what the rules of the house say of it. Answers whether all of them could be published. */
export async function validate(
  wanted: readonly string[],
  { flows, json }: { flows: string; json: boolean },
  terminal: Terminal,
): Promise<boolean> {
  const found = await findFlows(flows, wanted);
  const every = wanted.length === 0 ? found : [...(await findFlows(flows, [])), ...found];
  const stage = openStage(new Map());
  try {
    const checked = [];
    for (const flow of found) {
      const { plan, problems } = await checkFlow(flow, stage.sandbox, resolverOf(every));
      const policies = plan === null ? [] : policyFindings(plan);
      checked.push({ flow: flow.name, plan, problems: [...problems, ...policies] });
    }
    if (json)
      terminal.out(JSON.stringify(checked.map(({ flow, plan, problems }) => ({ flow, ok: plan !== null, problems }))));
    else
      for (const { flow, plan, problems } of checked) {
        for (const line of problemLines(flow, problems)) terminal.out(line);
        if (plan !== null)
          terminal.out(
            `ok      ${flow}: ${count(plan.steps.length, 'step')}, ${count(plan.destinations.length, 'destination')}`,
          );
      }
    return checked.every(({ plan }) => plan !== null);
  } finally {
    await stage.close();
  }
}
