import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Problem } from '@throughline/flow';
import { api, ask } from '../../api.ts';
import { ProblemList } from '../panels/problems.tsx';
import { useDocument } from '../store/document.ts';
import { showDialog } from '../store/view.ts';

/** What the rules of the house say of the draft, of running it in an environment where one is chosen. */
export function HouseRules({ flow, environment }: { flow: string; environment: string | null }) {
  const revision = useDocument((state) => state.revision);
  const found = useQuery({
    queryKey: ['flows', 'rules', flow, revision, environment],
    queryFn: () =>
      ask(api.flows[':flow'].policies.$post({ param: { flow }, json: environment === null ? {} : { environment } })),
  });
  const findings = found.data?.findings ?? [];
  if (findings.length === 0) return null;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return (
    <Stack gap={4}>
      <Text fz="sm" fw={600}>
        The rules of the house
      </Text>
      <Text fz="sm" c="dimmed">
        {errors > 0
          ? `${errors === 1 ? 'One of these stands' : `${errors} of these stand`} in the way of a release into ${environment}.`
          : 'Worth a look; nothing of it stands in the way.'}
      </Text>
      <ProblemList problems={findings as Problem[]} onGo={() => showDialog(null)} />
    </Stack>
  );
}
