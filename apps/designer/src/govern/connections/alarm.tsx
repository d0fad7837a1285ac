import { Text } from '@mantine/core';
import { Instant } from '../../frame/instant.tsx';
import type { Connection } from './queries.ts';

/** Why nothing goes there, since when, and what to do. */
export function AlarmText({ alarm }: { alarm: NonNullable<Connection['alarm']> }) {
  return (
    <div>
      <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
        {alarm.sentence}
      </Text>
      <Text fz="sm" c="dimmed" mt={4}>
        Since <Instant at={alarm.at} />. Messages wait. Ask its operator by another way whether the key was changed: if
        it was, try the connection and pin the new one; if not, somebody may stand in between.
      </Text>
    </div>
  );
}
