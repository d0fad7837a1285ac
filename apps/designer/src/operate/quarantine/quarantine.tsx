import { Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { flowsQuery } from '../home/queries.ts';
import { countText } from '../text.ts';
import { GroupCard } from './group-card.tsx';
import classes from './quarantine.module.css';
import { groupsQuery } from './queries.ts';

/** What waits for a person, by cause, the largest first. */
export function Quarantine() {
  const { environment } = useParams({ from: '/inside/$environment/quarantine' });
  const groups = useQuery(groupsQuery(environment));
  const flows = useQuery(flowsQuery(environment)).data?.flows ?? [];
  const known = groups.data?.groups;
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
          {known.map((group) => (
            <GroupCard
              key={`${group.flow} ${group.node} ${group.code} ${group.field}`}
              environment={environment}
              group={group}
              flowName={flows.find(({ id }) => id === group.flow)?.name ?? group.flow}
            />
          ))}
        </Stack>
      )}
    </Page>
  );
}
