import { Anchor, Button, Code, Grid, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Changeable } from '../../frame/changeable.tsx';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { NothingYet } from '../parts/nothing-yet.tsx';
import { Notice } from '../parts/notice.tsx';
import { Problems } from '../parts/reason-modal.tsx';
import { useRight } from '../parts/rights.ts';
import { Section } from '../parts/section.tsx';
import { saveJson } from './download.ts';
import { LifecycleFields } from './lifecycle.tsx';
import { LimitFields } from './limits.tsx';
import { type Door, doorsQuery, type KnownProxy, nothingSet, type Settings } from './queries.ts';
import { RangesField } from './ranges.tsx';
import { WaysFields } from './ways.tsx';
import { placeOf, waysText } from './words.ts';

/** One way in: everything this environment says about it. */
export function DoorPage() {
  const params = useParams({ strict: false }) as { environment?: string; flow?: string; node?: string };
  const { environment = '', flow = '', node = '' } = params;
  const found = useQuery(doorsQuery(environment));
  const door = found.data?.doors.find((one) => one.flow === flow && one.node === node);
  return (
    <Page
      title={door === undefined ? 'Door' : `${door.name}: ${door.nodeName}`}
      back={{ to: `/${environment}/doors`, label: 'Doors' }}
      {...(door === undefined ? {} : { about: <Code fz="sm">{placeOf(door, environment)}</Code> })}
      actions={door?.http != null && <Describe door={door} environment={environment} />}
    >
      {found.data === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the door" height={420} />
      ) : door === undefined ? (
        <NothingYet title="There is no such door">
          No published flow has a trigger of that name. It may have been renamed in a newer version.
        </NothingYet>
      ) : (
        <Form key={door.changedAt ?? 'new'} door={door} environment={environment} proxies={found.data.proxies} />
      )}
    </Page>
  );
}

function Describe({ door, environment }: { door: Door; environment: string }) {
  const getting = useMutation({
    mutationFn: () => ask(api.doors[':flow'].openapi.$get({ param: { flow: door.flow }, query: { environment } })),
    onSuccess: (description) => saveJson(description, `${door.flow}.openapi.json`),
    onError: (error) => notifications.show({ title: 'OpenAPI', message: error.message, color: 'red.9' }),
  });
  return (
    <Button
      variant="default"
      leftSection={<IconFileDownload size={17} aria-hidden />}
      loading={getting.isPending}
      onClick={() => getting.mutate()}
    >
      OpenAPI
    </Button>
  );
}

function Form({ door, environment, proxies }: { door: Door; environment: string; proxies: readonly KnownProxy[] }) {
  const client = useQueryClient();
  const mayManage = useRight('door.manage');
  const [settings, setSettings] = useState<Settings>(door.settings ?? nothingSet);
  const change = (part: Partial<Settings>) => setSettings((before) => ({ ...before, ...part }));
  const isChanged = JSON.stringify(settings) !== JSON.stringify(door.settings ?? nothingSet);
  const saving = useMutation({
    mutationFn: () =>
      ask(
        api.doors[':flow'][':node'].$put({
          param: { flow: door.flow, node: door.node },
          json: { environment, settings },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['doors', environment] });
      notifications.show({ title: door.name, message: 'The door is set; every process knows.', color: 'green.9' });
    },
  });
  const isHttp = door.http !== null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Changeable may={mayManage}>
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, lg: 8 }}>
            <Stack gap="lg">
              {door.problems.map(({ code, severity, sentence }) => (
                <Notice key={code} color={severity === 'error' ? 'red' : 'orange'}>
                  {sentence}
                </Notice>
              ))}
              <Section title="Who may send">
                {door.authentication === 'none' && (
                  <Text fz="sm" mb="sm">
                    The flow asks for nothing. Say here how clients prove themselves, and this environment asks for it.
                  </Text>
                )}
                {door.authentication === 'clients' || door.authentication === 'none' ? (
                  <WaysFields ways={settings.ways} proxies={proxies} onChange={(ways) => change({ ways })} />
                ) : (
                  <Text fz="sm">
                    {waysText(door)}: the flow says so itself, under “Who may send” of its trigger.{' '}
                    {isHttp && 'Choose “Registered clients” there to say it here, for each client and environment.'}
                  </Text>
                )}
              </Section>
              <Section title="From where">
                <RangesField ranges={settings.ranges} onChange={(ranges) => change({ ranges })} />
              </Section>
              {isHttp && (
                <Section title="How often">
                  <LimitFields
                    rate={settings.rate}
                    quota={settings.quota}
                    about={
                      door.authentication === 'clients'
                        ? 'For each client by itself, unless it has limits of its own.'
                        : 'For all senders together: this door knows no clients.'
                    }
                    onChange={change}
                  />
                </Section>
              )}
              <Section title="For its partners">
                <LifecycleFields settings={settings} onChange={change} />
              </Section>
              {saving.error !== null && <Problems error={saving.error} />}
              {mayManage && (
                <Group>
                  <Button type="submit" loading={saving.isPending} disabled={!isChanged}>
                    Save
                  </Button>
                  {isChanged && (
                    <Button variant="default" onClick={() => setSettings(door.settings ?? nothingSet)}>
                      Undo changes
                    </Button>
                  )}
                </Group>
              )}
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 4 }}>
            <Aside door={door} environment={environment} />
          </Grid.Col>
        </Grid>
      </Changeable>
    </form>
  );
}

function Aside({ door, environment }: { door: Door; environment: string }) {
  return (
    <Stack gap="lg">
      <Section title="The flow">
        <Stack gap={6}>
          <Anchor
            component={Link}
            to="/flows/$flow"
            params={{ flow: door.flow } as never}
            search={{ node: door.node } as never}
            fz="sm"
          >
            {door.name}, version {door.version}
          </Anchor>
          <Text fz="sm">{door.live ? 'Live here.' : 'Not live here yet; what you set counts as soon as it is.'}</Text>
          <Text fz="sm">
            {door.contract === null ? 'Checks no contract at the door.' : `Checks ${door.contract} at the door.`}
          </Text>
          {door.changedBy !== null && (
            <Text fz="xs" c="dimmed">
              Set by {door.changedBy}, <Instant at={door.changedAt!} />
            </Text>
          )}
        </Stack>
      </Section>
      {door.authentication === 'clients' && (
        <Section title="Clients">
          {door.clients.length === 0 ? (
            <Text fz="sm" c="dimmed">
              None yet. Open this door to a client on its own page.
            </Text>
          ) : (
            <Stack gap={6}>
              {door.clients.map(({ id, name, active }) => (
                <Anchor
                  key={id}
                  component={Link}
                  to="/$environment/clients/$client"
                  params={{ environment, client: id } as never}
                  fz="sm"
                >
                  {name}
                  {!active && ' (switched off)'}
                </Anchor>
              ))}
            </Stack>
          )}
          <Anchor
            component={Link}
            to="/$environment/clients"
            params={{ environment } as never}
            fz="sm"
            mt="sm"
            display="block"
          >
            All clients
          </Anchor>
        </Section>
      )}
    </Stack>
  );
}
