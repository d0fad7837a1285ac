import { Autocomplete, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type AnswerOf, api, ask } from '../../api.ts';
import { Problems } from '../parts/reason-modal.tsx';

type Placed = AnswerOf<typeof api.folders.$get>['flows'][number];

const foldersQuery = queryOptions({ queryKey: ['flows', 'folders'], queryFn: () => ask(api.folders.$get()) });

/** Which flow lies in which folder: who may see what follows. */
export function Folders() {
  const flows = useQuery(foldersQuery).data?.flows ?? [];
  if (flows.length === 0) return null;
  const known = [...new Set(flows.map(({ folder }) => folder).filter((folder) => folder !== ''))];
  return (
    <Paper withBorder radius="lg" p="lg" bg="var(--surface)" component="section" aria-labelledby="folders">
      <Title order={2} fz="h4" id="folders">
        Folders
      </Title>
      <Text c="dimmed" fz="sm" mb="md">
        A domain, like supply, or a facility, like north-campus. Somebody whose role holds for some folders sees their
        flows, runs and quarantine, and nothing of the others.
      </Text>
      <Stack gap="xs">
        {flows.map((placed) => (
          <FolderRow key={placed.flow} placed={placed} known={known} />
        ))}
      </Stack>
    </Paper>
  );
}

function FolderRow({ placed: { flow, name, folder }, known }: { placed: Placed; known: string[] }) {
  const client = useQueryClient();
  const [text, setText] = useState(folder);
  const moving = useMutation({
    mutationFn: (to: string) => ask(api.flows[':flow'].folder.$put({ param: { flow }, json: { folder: to } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['flows'] }),
  });
  const move = (to: string) => {
    if (to !== folder) moving.mutate(to);
  };
  return (
    <>
      <Group wrap="nowrap">
        <div style={{ flex: 1 }}>
          <Text fz="sm">{name}</Text>
          <Text fz="xs" c="dimmed">
            {flow}
          </Text>
        </div>
        <Autocomplete
          size="xs"
          w={240}
          aria-label={`Folder of ${name}`}
          placeholder="In no folder"
          data={known}
          value={text}
          onChange={setText}
          onBlur={() => move(text.trim())}
          onOptionSubmit={move}
          disabled={moving.isPending}
          maxLength={40}
        />
      </Group>
      {moving.error !== null && <Problems error={moving.error} />}
    </>
  );
}
