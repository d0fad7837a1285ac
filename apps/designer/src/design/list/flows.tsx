import { ActionIcon, Badge, Button, Group, Menu, Paper, SegmentedControl, Table, Text, TextInput } from '@mantine/core';
import { IconArchive, IconCopy, IconDots, IconHistory, IconPlus, IconSearch } from '@tabler/icons-react';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, ask } from '../../api.ts';
import { environmentsQuery } from '../../frame/environments.ts';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { meQuery } from '../../frame/session.ts';
import { tell } from '../actions/tell.ts';
import { type FlowRow, flowsQuery } from '../flow/queries.ts';
import { Archived } from './archived.tsx';
import { CreateDialog } from './create-dialog.tsx';
import classes from './list.module.css';

/** `/flows`: every flow, where which version is live, and who touched it last. */
export function Flows() {
  const [query, setQuery] = useState('');
  const isArchive = useSearch({ strict: false }).show === 'archived';
  const navigate = useNavigate();
  const [isCreating, setCreating] = useState<{ from: FlowRow | null } | null>(null);
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const perEnvironment = useQueries({ queries: environments.map(({ name }) => flowsQuery(name)) });
  const mayEdit = useQuery(meQuery).data?.permissions.includes('flow.edit') ?? false;
  const first = perEnvironment[0];
  const rows = first?.data?.flows;
  useDesignerSoon(rows !== undefined);
  const shown = rows?.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(query.toLowerCase()));
  const liveOf = (flow: string) =>
    environments.map((environment, i) => ({
      environment,
      live: perEnvironment[i]?.data?.flows.find(({ id }) => id === flow)?.live ?? null,
    }));
  return (
    <Page
      title="Flows"
      about="What happens to a message between the system that sends it and those that must hear of it."
      actions={
        mayEdit && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating({ from: null })}>
            New flow
          </Button>
        )
      }
    >
      {rows === undefined ? (
        <Pending error={first?.error ?? null} again={() => first?.refetch()} waitsFor="the flows" height={320} />
      ) : (
        <Paper withBorder radius="lg" className={classes.card}>
          <div className={classes.top}>
            <TextInput
              className={classes.find}
              placeholder="Find a flow"
              aria-label="Find a flow"
              leftSection={<IconSearch size={15} aria-hidden />}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
            <Group gap="md" wrap="nowrap">
              {!isArchive && (
                <Text fz="sm" c="dimmed" role="status">
                  {shown?.length === rows.length ? `${rows.length} flows` : `${shown?.length} of ${rows.length} flows`}
                </Text>
              )}
              <SegmentedControl
                size="xs"
                aria-label="Which flows"
                data={[
                  { value: 'used', label: 'In use' },
                  { value: 'archived', label: 'Archived' },
                ]}
                value={isArchive ? 'archived' : 'used'}
                onChange={(show) =>
                  void navigate({ to: '/flows', search: show === 'archived' ? { show } : {}, replace: true })
                }
              />
            </Group>
          </div>
          {isArchive ? (
            <Archived environment={environments[0]!.name} query={query} mayEdit={mayEdit} />
          ) : shown?.length === 0 ? (
            <Text p="lg" pt={0} c="dimmed" fz="sm">
              {rows.length === 0
                ? 'No flow yet. Begin with a blank one, a copy of a shipped one, or a sample message.'
                : 'No flow is called that.'}
            </Text>
          ) : (
            <Table.ScrollContainer minWidth={720} type="native">
              <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover className={classes.table}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Flow</Table.Th>
                    {environments.map(({ name, title }) => (
                      <Table.Th key={name}>{title}</Table.Th>
                    ))}
                    <Table.Th>Newest</Table.Th>
                    <Table.Th>Last change</Table.Th>
                    <Table.Th aria-label="More" />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {shown?.map((flow) => (
                    <Row
                      key={flow.id}
                      flow={flow}
                      lives={liveOf(flow.id)}
                      mayEdit={mayEdit}
                      onCopy={() => setCreating({ from: flow })}
                    />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Paper>
      )}
      <CreateDialog open={isCreating} flows={rows ?? []} onClose={() => setCreating(null)} />
    </Page>
  );
}

const SOON_MS = 60;

/** Who looks at the flows opens one next: what draws it comes when the list is drawn. */
function useDesignerSoon(isDrawn: boolean): void {
  useEffect(() => {
    if (!isDrawn) return;
    // What does not come now is asked for again when it is wanted.
    const timer = setTimeout(() => void import('../shell/designer.tsx').catch(() => {}), SOON_MS);
    return () => clearTimeout(timer);
  }, [isDrawn]);
}

interface RowProps {
  flow: FlowRow;
  lives: { environment: { name: string; title: string; colour: string }; live: FlowRow['live'] }[];
  mayEdit: boolean;
  onCopy: () => void;
}

function Row({ flow, lives, mayEdit, onCopy }: RowProps) {
  const navigate = useNavigate();
  const params = { flow: flow.id };
  return (
    <Table.Tr className={classes.row} onClick={() => navigate({ to: '/flows/$flow', params })}>
      <Table.Th scope="row">
        <Text
          component={Link}
          {...({ to: '/flows/$flow', params } as object)}
          className={classes.name}
          onClick={(event) => event.stopPropagation()}
        >
          {flow.name}
        </Text>
        <Text fz="xs" c="dimmed" ff="monospace">
          {flow.id}
        </Text>
      </Table.Th>
      {lives.map(({ environment, live }) => (
        <Table.Td key={environment.name}>
          {live === null ? (
            <span className={classes.none} title={`Not live in ${environment.title}`}>
              –
            </span>
          ) : (
            <Badge variant="light" color={live.active ? environment.colour : 'gray'} className={classes.version}>
              {live.version}
              {live.active ? '' : ', stopped'}
            </Badge>
          )}
        </Table.Td>
      ))}
      <Table.Td>
        {flow.version === null ? (
          <Text fz="sm" c="dimmed">
            Draft
          </Text>
        ) : (
          <Text fz="sm" className="numeric">
            {flow.version}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text fz="sm">
          <Instant at={flow.updatedAt} />
        </Text>
        <Text fz="xs" c="dimmed">
          {flow.updatedBy}
        </Text>
      </Table.Td>
      <Table.Td onClick={(event) => event.stopPropagation()} className={classes.more}>
        <More flow={flow} mayEdit={mayEdit} onCopy={onCopy} />
      </Table.Td>
    </Table.Tr>
  );
}

function More({ flow, mayEdit, onCopy }: { flow: FlowRow; mayEdit: boolean; onCopy: () => void }) {
  const client = useQueryClient();
  const archive = useMutation({
    mutationFn: () => ask(api.flows[':flow'].$delete({ param: { flow: flow.id } })),
    onSuccess: () => {
      tell(`${flow.name} is archived; its versions and runs stay. It can be brought back under Archived.`);
      void client.invalidateQueries({ queryKey: ['flows'] });
    },
    onError: (error) => tell(error.message, 'red'),
  });
  return (
    <Menu position="bottom-end" shadow="md" width={210}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${flow.name}`}>
          <IconDots size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          renderRoot={(props) => <Link to="/flows/$flow/versions" params={{ flow: flow.id }} {...props} />}
          leftSection={<IconHistory size={16} aria-hidden />}
        >
          Versions
        </Menu.Item>
        {mayEdit && (
          <>
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={onCopy}>
              New flow from this one
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<IconArchive size={16} aria-hidden />} onClick={() => archive.mutate()}>
              Archive
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
