import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../../frame/session.ts';
import { Planner } from '../replay/planner.tsx';
import type { Trace } from './query.ts';

/** Plans a replay of this one run: from the beginning, at one of its steps, or to one destination. */
export function ReplayRun({ run, environment }: { run: Trace; environment: string }) {
  const [isPlanning, setPlanning] = useState(false);
  const may = useQuery(meQuery).data?.permissions.includes('message.replay') === true;
  if (!may || run.isExpired || run.state === 'waiting') return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        onClick={() => setPlanning(true)}
      >
        Replay…
      </Button>
      {isPlanning && (
        <Planner
          title="Replay this run"
          wanted={{ environment, runs: [run.id] }}
          flow={run.flow}
          nodes={run.plan.filter(({ place }) => place !== 'trigger')}
          onClose={() => setPlanning(false)}
        />
      )}
    </>
  );
}
