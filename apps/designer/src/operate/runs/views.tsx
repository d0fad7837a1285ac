import { ActionIcon, Button, Group, Menu, Text, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { type ColumnName, columnNames } from './columns.tsx';
import { type RunSearch, readRunSearch, viewsQuery } from './query.ts';

interface ViewsProps {
  search: RunSearch;
  chosen: readonly ColumnName[];
  onOpen: (search: RunSearch, chosen: ColumnName[]) => void;
}

/** A person's own views of the list: filters and columns under a name. */
export function Views({ search, chosen, onOpen }: ViewsProps) {
  const client = useQueryClient();
  const views = useQuery(viewsQuery).data?.views ?? [];
  const [name, setName] = useState('');
  const done = () => client.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.views.$put({
          json: { screen: 'runs', name: name.trim(), query: { ...search, columns: chosen.join(' ') } },
        }),
      ),
    onSuccess: () => {
      setName('');
      return done();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => ask(api.views[':id'].$delete({ param: { id } })),
    onSuccess: done,
  });
  return (
    <Menu position="bottom-end" width={280} shadow="md" closeOnItemClick={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<IconBookmark size={16} aria-hidden />}>
          Views
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Your views</Menu.Label>
        {views.length === 0 && (
          <Text fz="sm" c="dimmed" px="sm" pb="xs">
            None yet. Filter the list, then keep it under a name.
          </Text>
        )}
        {views.map((view) => (
          <Group key={view.id} gap={4} wrap="nowrap">
            <Menu.Item
              onClick={() => {
                const { columns = '', ...rest } = view.query;
                const kept = columns.split(' ');
                onOpen(
                  readRunSearch(rest),
                  columnNames.filter((column) => kept.includes(column)),
                );
              }}
            >
              {view.name}
            </Menu.Item>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove the view ${view.name}`}
              onClick={() => remove.mutate(view.id)}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Menu.Divider />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') save.mutate();
          }}
        >
          <Group gap="xs" p="xs" wrap="nowrap">
            <TextInput
              size="xs"
              flex={1}
              aria-label="Name of the view"
              placeholder="Keep this one as…"
              maxLength={80}
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              onKeyDown={(event) => event.stopPropagation()}
              error={save.error?.message}
            />
            <Button size="xs" type="submit" loading={save.isPending} disabled={name.trim() === ''}>
              Keep
            </Button>
          </Group>
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
