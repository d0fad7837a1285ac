import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconHistory, IconPlayerPlay, IconPlayerStop, IconRoute } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { meQuery } from '../../frame/session.ts';
import type { Flow } from './queries.ts';

/** What can be done with a flow from here: look at it, look at its runs, close its doors and open them again. */
export function FlowMenu({ environment, flow }: { environment: string; flow: Flow }) {
  const [isAsking, setAsking] = useState(false);
  const client = useQueryClient();
  const mayStop = useQuery(meQuery).data?.permissions.includes('release.make') === true;
  const set = useMutation({
    mutationFn: (taking: boolean) =>
      ask(api.flows[':flow'].taking.$put({ param: { flow: flow.id }, json: { environment, taking } })),
    onSuccess: ({ taking }) => {
      setAsking(false);
      notifications.show({ message: taking ? `${flow.name} takes messages again.` : `${flow.name} is stopped.` });
      return client.invalidateQueries({ queryKey: ['flows'] });
    },
    onError: ({ message }) => notifications.show({ color: 'red', message }),
  });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More for ${flow.name}`} loading={set.isPending}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/flows/${flow.id}`} leftSection={<IconRoute size={16} aria-hidden />}>
            Open the flow
          </Menu.Item>
          <Menu.Item
            component={Link}
            to={`/${environment}/runs?flow=${encodeURIComponent(flow.id)}`}
            leftSection={<IconHistory size={16} aria-hidden />}
          >
            Its runs
          </Menu.Item>
          {mayStop && flow.live?.active === true && (
            <Menu.Item leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={() => setAsking(true)}>
              Stop taking messages…
            </Menu.Item>
          )}
          {mayStop && flow.live?.active === false && (
            <Menu.Item leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => set.mutate(true)}>
              Take messages again
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isAsking && (
        <Modal opened onClose={() => setAsking(false)} title={`Stop ${flow.name}`}>
          <Stack gap="md">
            <Text fz="sm">
              Its doors in this environment close: senders are refused and try again later. What has been accepted goes
              on, and can be replayed. It can take messages again at any time, on version {flow.live?.version}.
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button color="red" loading={set.isPending} onClick={() => set.mutate(false)}>
                Stop taking messages
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}
