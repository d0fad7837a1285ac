import { Button, Table, Text } from '@mantine/core';
import { IconArchiveOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Pending } from '../../frame/pending.tsx';
import { tell } from '../actions/tell.ts';
import { archivedQuery, type FlowRow } from '../flow/queries.ts';
import classes from './list.module.css';

/** Flows that were put away: each can be brought back as it was. */
export function Archived({ environment, query, mayEdit }: { environment: string; query: string; mayEdit: boolean }) {
  const { data, error, refetch } = useQuery(archivedQuery(environment));
  const shown = data?.flows.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(query.toLowerCase()));
  if (shown === undefined) {
    return <Pending error={error} again={refetch} waitsFor="the archived flows" height={240} />;
  }
  if (shown.length === 0) {
    return (
      <Text p="lg" pt={0} c="dimmed" fz="sm">
        {data?.flows.length === 0
          ? 'Nothing is archived. A flow that is live nowhere can be put away from its row in the list.'
          : 'No archived flow is called that.'}
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={560} type="native">
      <Table verticalSpacing="sm" horizontalSpacing="md" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Flow</Table.Th>
            <Table.Th>Newest</Table.Th>
            <Table.Th>Archived</Table.Th>
            <Table.Th aria-label="Bring back" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((flow) => (
            <Row key={flow.id} flow={flow} mayEdit={mayEdit} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ flow, mayEdit }: { flow: FlowRow; mayEdit: boolean }) {
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: () => ask(api.flows[':flow'].unarchive.$post({ param: { flow: flow.id } })),
    onSuccess: () => {
      tell(`${flow.name} is back among the flows, as it was.`, 'green');
      void client.invalidateQueries({ queryKey: ['flows'] });
    },
    onError: (error) => tell(error.message, 'red'),
  });
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Text fz="sm" fw={600}>
          {flow.name}
        </Text>
        <Text fz="xs" c="dimmed" ff="monospace">
          {flow.id}
        </Text>
      </Table.Th>
      <Table.Td>
        <Text fz="sm" className="numeric" {...(flow.version === null ? { c: 'dimmed' } : {})}>
          {flow.version ?? 'Draft'}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text fz="sm">{flow.archivedAt !== null && <Instant at={flow.archivedAt} />}</Text>
      </Table.Td>
      <Table.Td ta="right">
        {mayEdit && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArchiveOff size={15} stroke={1.7} aria-hidden />}
            loading={back.isPending}
            aria-label={`Bring back ${flow.name}`}
            onClick={() => back.mutate()}
          >
            Bring back
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
