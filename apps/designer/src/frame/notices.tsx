import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../api.ts';
import { Instant } from './instant.tsx';

const noticesQuery = queryOptions({ queryKey: ['notices'], queryFn: () => ask(api.notices.$get()) });

type Notice = AnswerOf<typeof api.notices.$get>['notices'][number];

/** What this person must know of, above every screen until they say that they saw it. */
export function Notices({ isSignedIn }: { isSignedIn: boolean }) {
  const notices = useQuery({ ...noticesQuery, enabled: isSignedIn }).data?.notices ?? [];
  return notices.map((notice) => <NoticeBar key={notice.id} notice={notice} />);
}

function NoticeBar({ notice }: { notice: Notice }) {
  const client = useQueryClient();
  const seeing = useMutation({
    mutationFn: () => ask(api.notices[':id'].seen.$put({ param: { id: notice.id } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['notices'] }),
  });
  return (
    <Alert color="red" radius={0} py="xs" icon={<IconUrgent aria-hidden />} role="alert">
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text fz="sm" c="var(--mantine-color-text)">
          {notice.sentence}{' '}
          <Text span fz="xs">
            <Instant at={notice.at} />
          </Text>
        </Text>
        <Button size="compact-sm" variant="default" loading={seeing.isPending} onClick={() => seeing.mutate()}>
          I saw it
        </Button>
      </Group>
    </Alert>
  );
}
