import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../../frame/session.ts';
import { Planner } from '../replay/planner.tsx';
import { filterOf, type RunSearch } from './query.ts';

/** Plans a replay of every run that the filter finds; without a filter there is nothing to mean. */
export function ReplayFound({ environment, search }: { environment: string; search: RunSearch }) {
  const [isPlanning, setPlanning] = useState(false);
  const may = useQuery(meQuery).data?.permissions.includes('message.replay') === true;
  if (!may || Object.keys(search).length === 0) return null;
  const { environment: _, version, replay, ...filter } = filterOf(environment, search);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        onClick={() => setPlanning(true)}
      >
        Replay these…
      </Button>
      {isPlanning && (
        <Planner
          title="Replay what the filter finds"
          wanted={{
            environment,
            filter: {
              ...filter,
              ...(version === undefined ? {} : { version: Number(version) }),
              ...(replay === undefined ? {} : { replay: replay === 'true' }),
            },
          }}
          onClose={() => setPlanning(false)}
        />
      )}
    </>
  );
}
