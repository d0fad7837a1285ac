import { Paper, Stack, Text, TextInput, ThemeIcon } from '@mantine/core';
import { IconSearch, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { flowsQuery } from '../home/queries.ts';
import { countText } from '../text.ts';
import { GroupCard } from './group-card.tsx';
import classes from './quarantine.module.css';
import { type Group, groupsQuery } from './queries.ts';

/** What waits for a person, by cause, the largest first. */
export function Quarantine() {
  const { environment } = useParams({ from: '/inside/$environment/quarantine' });
  const { q = '' } = useSearch({ from: '/inside/$environment/quarantine' });
  const navigate = useNavigate({ from: '/$environment/quarantine' });
  const groups = useQuery(groupsQuery(environment));
  const flows = useQuery(flowsQuery(environment)).data?.flows ?? [];
  const known = groups.data?.groups;
  const nameOf = (flow: string) => flows.find(({ id }) => id === flow)?.name ?? flow;
  const shown = known?.filter((group) => isFound(group, nameOf(group.flow), q));
  const total = known?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <Page
      title="Quarantine"
      about={
        known === undefined || total === 0
          ? 'Messages that could not be delivered and wait for a person, by cause.'
          : `${countText(total, 'message')} of ${countText(known.length, 'cause')} wait for a person. Mend the cause once, then replay what it stopped.`
      }
    >
      {known === undefined ? (
        <Pending error={groups.error} again={groups.refetch} waitsFor="the quarantine" height={320} />
      ) : known.length === 0 ? (
        <Paper className={classes.card}>
          <Stack align="center" gap="xs" py={64}>
            <ThemeIcon variant="light" color="green" size={44} radius="xl">
              <IconShieldCheck size={24} aria-hidden />
            </ThemeIcon>
            <Text fw={600}>Nothing waits for a person</Text>
            <Text c="dimmed" fz="sm" maw={440} ta="center">
              When a message breaks a contract, misses a row of a table or is refused by a partner, it is set aside here
              with its reason, and nothing of it is lost.
            </Text>
          </Stack>
        </Paper>
      ) : (
        <Stack gap="md">
          {(known.length > 1 || q !== '') && (
            <TextInput
              aria-label="Find a cause"
              placeholder="Find a cause: flow, step, code, owner, missing row"
              maw={440}
              leftSection={<IconSearch size={15} aria-hidden />}
              maxLength={200}
              value={q}
              onChange={({ currentTarget: { value } }) =>
                void navigate({ search: value === '' ? {} : { q: value }, replace: true })
              }
            />
          )}
          {shown?.map((group) => (
            <GroupCard
              key={`${group.flow} ${group.node} ${group.code} ${group.field}`}
              environment={environment}
              group={group}
              flowName={nameOf(group.flow)}
            />
          ))}
          {shown?.length === 0 && (
            <Text c="dimmed" fz="sm" ta="center" py="xl">
              No cause has this text.
            </Text>
          )}
        </Stack>
      )}
    </Page>
  );
}

/** Whether a cause holds every word that is looked for, anywhere in what is shown of it. */
function isFound({ sentence, code, field, node, nodeName, owners, note, missed }: Group, flow: string, q: string) {
  const rows = missed.flatMap(({ table, key }) => [table, ...(key ?? [])]);
  const said = [sentence, code, field, node, nodeName, flow, note, ...owners, ...rows].join(' ').toLowerCase();
  const words = q.toLowerCase().split(/\s+/);
  return words.every((word) => said.includes(word));
}
