import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconApi, IconLogout, IconShieldLock } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { queryClient } from './query-client.ts';
import { type Me, meQuery, signOut } from './session.ts';

export function UserMenu({ me }: { me: Me }) {
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: signOut,
    onSettled: async () => {
      await navigate({ to: '/sign-in', search: {} });
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, null);
    },
  });
  return (
    <Menu position="bottom-end" width={240} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className="account">
          <Avatar aria-hidden name={me.name} color="indigo" size={34} radius="xl" />
          <VisuallyHidden>{me.name}: account</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fz="sm" fw={600} c="var(--mantine-color-text)">
            {me.name}
          </Text>
          <Text fz="xs">{me.email}</Text>
          <Text fz="xs">Signed in as {me.role}</Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconShieldLock size={16} aria-hidden />}
          onClick={() => void navigate({ to: '/account' })}
        >
          Your account
        </Menu.Item>
        <Menu.Item component="a" href="/api/docs" leftSection={<IconApi size={16} aria-hidden />}>
          API reference
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leave.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
