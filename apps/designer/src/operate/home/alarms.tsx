import { Anchor, Text } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Notice } from '../notice.tsx';
import { destinationsQuery } from './queries.ts';

/** Partners that nothing is sent to until somebody looked, before anything else. */
export function Alarms({ environment }: { environment: string }) {
  const found = useQuery(destinationsQuery(environment)).data?.destinations ?? [];
  const stopped = new Map(found.flatMap(({ partner, alarm }) => (alarm === null ? [] : [[partner, alarm]])));
  return [...stopped].map(([partner, alarm]) => (
    <Notice
      key={partner}
      tone="trouble"
      icon={<IconUrgent aria-hidden />}
      title={`Deliveries to ${partner} are stopped`}
    >
      <Text fz="sm">{alarm.sentence}</Text>
      <Anchor component={Link} to={`/${environment}/connections`} search={{ connection: partner } as never} fz="sm">
        Open the connection
      </Anchor>
    </Notice>
  ));
}
