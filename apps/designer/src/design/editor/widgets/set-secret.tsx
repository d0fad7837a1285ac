import { Button, Group, PasswordInput, Popover, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../../api.ts';
import { meQuery } from '../../../frame/session.ts';

const SHORTEST = 6;

interface SetSecretProps {
  name: string;
  isSet: boolean;
  environment: string;
}

/** Sets a secret's value in an environment, for who may; others are told who does. The value is shown to nobody again. */
export function SetSecret({ name, isSet, environment }: SetSecretProps) {
  const mayManage = useQuery(meQuery).data?.permissions.includes('connection.manage') ?? false;
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [value, setValue] = useState('');
  const close = () => {
    setOpen(false);
    setValue('');
  };
  const saving = useMutation({
    mutationFn: () => ask(api.secrets[':name'].$put({ param: { name }, json: { environment, value, vault: false } })),
    onSuccess: () => {
      close();
      void client.invalidateQueries({ queryKey: ['known', 'secrets'] });
      void client.invalidateQueries({ queryKey: ['connections', environment] });
    },
  });
  if (!mayManage) return isSet ? null : <Text fz="xs">Who manages connections sets it.</Text>;
  return (
    <Popover
      opened={isOpen}
      onChange={(open) => !open && close()}
      position="bottom-start"
      shadow="md"
      width={320}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button size="compact-xs" variant="default" onClick={() => (isOpen ? close() : setOpen(true))}>
          {isSet ? 'Replace…' : 'Set it…'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          aria-label={`Value of ${name}`}
          onSubmit={(event) => {
            event.preventDefault();
            if (value.length >= SHORTEST) saving.mutate();
          }}
        >
          <Stack gap="sm">
            <PasswordInput
              label={`Value of ${name}`}
              description={`At least ${SHORTEST} characters. Nobody sees it again, and it is not part of the flow.`}
              value={value}
              error={saving.error?.message}
              autoComplete="off"
              data-autofocus
              onChange={(event) => setValue(event.currentTarget.value)}
            />
            <Group justify="flex-end" gap="xs">
              <Button size="xs" variant="default" onClick={close}>
                Cancel
              </Button>
              <Button size="xs" type="submit" disabled={value.length < SHORTEST} loading={saving.isPending}>
                Set it
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
