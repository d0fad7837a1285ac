import { Button, Popover, Stack, Textarea, TextInput } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { meQuery } from '../../frame/session.ts';
import type { QuarantineSelection } from './queries.ts';

interface CareProps {
  environment: string;
  selection: QuarantineSelection;
  owner: string;
  note: string | null;
  size?: 'xs' | 'sm';
}

/** Who looks after it, and what is known. */
export function Care({ environment, selection, owner, note, size = 'xs' }: CareProps) {
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const [isOpen, setOpen] = useState(false);
  const [care, setCare] = useState({ owner, note: note ?? '' });
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.quarantine.care.$put({
          json: {
            environment,
            quarantine: selection,
            owner: care.owner.trim() === '' ? null : care.owner.trim(),
            note: care.note.trim() === '' ? null : care.note.trim(),
          },
        }),
      ),
    onSuccess: () => {
      setOpen(false);
      return client.invalidateQueries({ queryKey: ['quarantine'] });
    },
  });
  const mayCare = me?.permissions.includes('quarantine.manage') === true;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={320} withArrow shadow="md" trapFocus>
      <Popover.Target>
        <Button
          size={size}
          variant="default"
          disabled={!mayCare}
          leftSection={<IconUser size={size === 'xs' ? 14 : 16} aria-hidden />}
          onClick={() => {
            setCare({ owner, note: note ?? '' });
            setOpen(!isOpen);
          }}
        >
          {owner === '' ? 'Nobody yet' : owner}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <Stack gap="sm">
            <TextInput
              label="Looked after by"
              data-autofocus
              maxLength={120}
              value={care.owner}
              onChange={({ currentTarget }) => setCare({ ...care, owner: currentTarget.value })}
              rightSectionWidth={48}
              rightSection={
                <Button size="compact-xs" variant="subtle" onClick={() => setCare({ ...care, owner: me?.name ?? '' })}>
                  Me
                </Button>
              }
            />
            <Textarea
              label="Note"
              placeholder="What is known, and what is being done"
              autosize
              minRows={2}
              maxLength={2000}
              value={care.note}
              error={save.error?.message}
              onChange={({ currentTarget }) => setCare({ ...care, note: currentTarget.value })}
            />
            <Button type="submit" loading={save.isPending}>
              Keep
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
