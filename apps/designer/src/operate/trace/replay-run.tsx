import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../../frame/session.ts';
import { EditCopy } from '../replay/edit-copy.tsx';
import { Planner } from '../replay/planner.tsx';
import { messageQuery, type Trace } from './query.ts';

/** Plans a replay of this one run: from the beginning, at one of its steps, to one destination, or with an edited copy of its message. */
export function ReplayRun({ run, environment }: { run: Trace; environment: string }) {
  const [act, setAct] = useState<'plan' | 'edit' | null>(null);
  const permissions = useQuery(meQuery).data?.permissions ?? [];
  const content = useQuery({ ...messageQuery(run.id), enabled: act === 'edit' }).data;
  if (!permissions.includes('message.replay') || run.isExpired || run.state === 'waiting') return null;
  const wanted = { environment, runs: [run.id] };
  const close = () => setAct(null);
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => setAct('plan')}>
        Replay…
      </Button>
      {act === 'plan' && (
        <Planner
          title="Replay this run"
          wanted={wanted}
          flow={run.flow}
          nodes={run.plan.filter(({ place }) => place !== 'trigger')}
          onEdit={permissions.includes('message.edit') ? () => setAct('edit') : undefined}
          onClose={close}
        />
      )}
      {act === 'edit' && (
        <EditCopy
          content={content}
          instead="as received"
          wanted={wanted}
          from="received"
          flow={run.flow}
          onClose={close}
        />
      )}
    </>
  );
}
