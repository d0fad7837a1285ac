import { Button, Checkbox, Group, Paper, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Changeable } from '../../frame/changeable.tsx';
import { Pending } from '../../frame/pending.tsx';
import { NothingYet } from '../parts/nothing-yet.tsx';
import { useRight } from '../parts/rights.ts';
import { DoorsFrame } from './frame.tsx';
import { doorsQuery, type KnownProxy } from './queries.ts';
import { SaveLine } from './save-line.tsx';

const fresh: KnownProxy = { name: '', ranges: [], forwards: true, certificate: null };

/** Proxies whose word is believed. */
export function Proxies() {
  const { environment = '' } = useParams({ strict: false }) as { environment?: string };
  const found = useQuery(doorsQuery(environment));
  return (
    <DoorsFrame tab="proxies">
      {found.data === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the proxies" height={220} />
      ) : (
        <List key={JSON.stringify(found.data.proxies)} known={found.data.proxies} environment={environment} />
      )}
    </DoorsFrame>
  );
}

function List({ known, environment }: { known: readonly KnownProxy[]; environment: string }) {
  const queries = useQueryClient();
  const mayManage = useRight('door.manage');
  const [proxies, setProxies] = useState<KnownProxy[]>([...known]);
  const saving = useMutation({
    mutationFn: () => ask(api.proxies.$put({ json: { environment, proxies } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['doors', environment] });
      notifications.show({ title: 'Proxies', message: 'Saved; every process knows.', color: 'green.9' });
    },
  });
  const add = mayManage && (
    <Button
      variant="default"
      leftSection={<IconPlus size={16} aria-hidden />}
      style={{ alignSelf: 'start' }}
      onClick={() => setProxies([...proxies, fresh])}
    >
      Add a proxy
    </Button>
  );
  return (
    <Changeable may={mayManage}>
      <Stack>
        {proxies.length === 0 && (
          <NothingYet title="No proxy is believed" action={add}>
            Requests count as coming from the address that connects. With a load balancer before this server, that is
            the load balancer’s: name it here, and its X-Forwarded-For is read.
          </NothingYet>
        )}
        {proxies.map((proxy, at) => (
          // The rows have no id of their own, and are only added at the end or taken away.
          <OneProxy
            key={`${at}-${proxies.length}`}
            proxy={proxy}
            onChange={(next) => setProxies(proxies.map((one, i) => (i === at ? next : one)))}
            onRemove={() => setProxies(proxies.filter((_, i) => i !== at))}
          />
        ))}
        {proxies.length > 0 && add}
        <SaveLine
          isChanged={JSON.stringify(proxies) !== JSON.stringify(known)}
          isPending={saving.isPending}
          error={saving.error}
          onSave={() => saving.mutate()}
          onUndo={() => setProxies([...known])}
        />
      </Stack>
    </Changeable>
  );
}

interface OneProxyProps {
  proxy: KnownProxy;
  onChange: (proxy: KnownProxy) => void;
  onRemove: () => void;
}

function OneProxy({ proxy, onChange, onRemove }: OneProxyProps) {
  const { certificate } = proxy;
  const verified = certificate?.verified ?? null;
  return (
    <Paper
      withBorder
      radius="lg"
      p="lg"
      bg="var(--surface)"
      component="section"
      aria-label={`Proxy ${proxy.name || 'without a name'}`}
    >
      <Stack gap="sm">
        <Group grow align="start">
          <TextInput
            label="Name"
            description="As doors name it."
            placeholder="edge"
            value={proxy.name}
            maxLength={31}
            onChange={(event) => onChange({ ...proxy, name: event.currentTarget.value })}
          />
          <TagsInput
            label="Connects from"
            description="Its own addresses; only these are believed."
            placeholder="10.0.0.4"
            value={proxy.ranges}
            splitChars={[',', ' ']}
            acceptValueOnBlur
            onChange={(ranges) => onChange({ ...proxy, ranges })}
          />
        </Group>
        <Checkbox
          label="Says in X-Forwarded-For where a request came from"
          checked={proxy.forwards}
          onChange={(event) => onChange({ ...proxy, forwards: event.currentTarget.checked })}
        />
        <Switch
          label="Checks client certificates"
          description="It must take the headers below away from what clients send, and write its own."
          checked={certificate !== null}
          onChange={(event) =>
            onChange({
              ...proxy,
              certificate: event.currentTarget.checked
                ? { header: 'X-Client-DN', form: 'subject', verified: { header: 'X-Client-Verify', word: 'SUCCESS' } }
                : null,
            })
          }
        />
        {certificate !== null && (
          <Group align="start">
            <TextInput
              label="Header with the certificate"
              value={certificate.header}
              onChange={(event) =>
                onChange({ ...proxy, certificate: { ...certificate, header: event.currentTarget.value } })
              }
            />
            <Select
              label="What stands in it"
              data={[
                { value: 'subject', label: 'its subject' },
                { value: 'certificate', label: 'all of it' },
              ]}
              value={certificate.form}
              allowDeselect={false}
              onChange={(form) => onChange({ ...proxy, certificate: { ...certificate, form: form as 'subject' } })}
              w={160}
            />
            <TextInput
              label="Header that says it was verified"
              placeholder="None"
              value={verified?.header ?? ''}
              onChange={(event) => {
                const header = event.currentTarget.value;
                const next = header === '' ? null : { header, word: verified?.word ?? 'SUCCESS' };
                onChange({ ...proxy, certificate: { ...certificate, verified: next } });
              }}
            />
            {verified !== null && (
              <TextInput
                label="With the word"
                value={verified.word}
                onChange={(event) =>
                  onChange({
                    ...proxy,
                    certificate: { ...certificate, verified: { ...verified, word: event.currentTarget.value } },
                  })
                }
                w={140}
              />
            )}
          </Group>
        )}
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconTrash size={15} aria-hidden />}
          style={{ alignSelf: 'start' }}
          onClick={onRemove}
        >
          Take it away
        </Button>
      </Stack>
    </Paper>
  );
}
