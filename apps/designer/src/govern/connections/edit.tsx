import { Button, Checkbox, Drawer, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUrgent } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ConnectionType, connectionTypes } from '@throughline/nodes/definitions';
import { useState } from 'react';
import { api, ask, Problem } from '../../api.ts';
import { Changeable } from '../../frame/changeable.tsx';
import { Notice } from '../parts/notice.tsx';
import { Problems, ReasonModal } from '../parts/reason-modal.tsx';
import { useRight } from '../parts/rights.ts';
import { AlarmText } from './alarm.tsx';
import classes from './connections.module.css';
import { ConnectionForm } from './form.tsx';
import type { Connection } from './queries.ts';
import { classWords } from './words.ts';

interface Offer {
  field: string;
  value: string;
}

type DataClass = 'open' | 'financial' | 'pii' | 'phi';

const dataClasses: DataClass[] = ['open', 'financial', 'pii', 'phi'];

interface EditConnectionProps {
  environment: string;
  name: string;
  known: Connection | null;
  onClose: () => void;
}

/** A connection's form, made from its type; secrets are only ever written. */
export function EditConnection({ environment, name: given, known, onClose }: EditConnectionProps) {
  const client = useQueryClient();
  const mayManage = useRight('connection.manage');
  const [name, setName] = useState(given);
  const [type, setType] = useState(known?.type ?? 'http');
  const kind = connectionTypes.get(type);
  const [settings, setSettings] = useState<Record<string, unknown>>(known?.settings ?? kind?.initial ?? {});
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [allowed, setAllowed] = useState<DataClass[]>(
    (known?.classes as DataClass[] | undefined) ?? ['open', 'financial'],
  );
  const [isRemoving, setRemoving] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: ['connections', environment] });
  const typed = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
  const saving = useMutation({
    mutationFn: () =>
      ask(
        api.connections[':name'].$put({
          param: { name },
          json: { environment, type, settings, secrets: typed, classes: allowed },
        }),
      ),
    onSuccess: async () => {
      await again();
      notifications.show({ title: name, message: 'The connection is saved.', color: 'green.9' });
      onClose();
    },
  });
  const trying = useMutation({
    mutationFn: () =>
      ask(
        api.connections[':name'].try.$post({
          param: { name: name || 'new' },
          json: { environment, draft: { type, settings, secrets: typed } },
        }),
      ),
  });
  // What was said of other settings does not hold for these.
  const change = (next: Record<string, unknown>) => {
    setSettings(next);
    trying.reset();
    saving.reset();
  };
  const pin = ({ field, value }: Offer, isAlone: boolean) => {
    const there = isAlone ? [] : ((settings[field] as string[] | undefined) ?? []);
    change({ ...settings, [field]: [...there, value] });
  };
  const tryIt = () => {
    saving.reset();
    trying.mutate();
  };
  const faults = faultsOf(saving.error ?? trying.error);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="xl"
      title={known === null ? 'New connection' : `Connection ${known.name}`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Changeable may={mayManage}>
          <Stack>
            {known !== null && known.alarm !== null && (
              <Notice color="red" icon={<IconUrgent aria-hidden />} title="Stopped" role="alert">
                <AlarmText alarm={known.alarm} />
              </Notice>
            )}
            {known === null && (
              <TextInput
                label="Name"
                description="As flows name it, the same in every environment."
                placeholder="erp"
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                maxLength={64}
                data-autofocus
              />
            )}
            <Select
              label="Kind"
              data={[...connectionTypes.values()].map((one) => ({ value: one.type, label: one.name }))}
              description={kind?.summary}
              value={type}
              allowDeselect={false}
              disabled={known !== null}
              onChange={(value) => {
                setType(value ?? 'http');
                setSettings(connectionTypes.get(value ?? 'http')?.initial ?? {});
                setSecrets({});
              }}
            />
            {kind !== undefined && (
              <ConnectionForm
                key={type}
                kind={kind}
                settings={settings}
                onSettings={change}
                faults={faults}
                secrets={secrets}
                onSecrets={setSecrets}
                versionOf={(secret) => known?.secrets.find(({ field }) => field === secret)?.version ?? null}
              />
            )}
            <Checkbox.Group
              label="May be sent"
              description="A flow that would send anything else here does not pass the checks of a release."
              value={allowed}
              onChange={(value) => setAllowed(value as DataClass[])}
            >
              <Group mt={8}>
                {dataClasses.map((one) => (
                  <Checkbox key={one} value={one} label={classWords[one]} />
                ))}
              </Group>
            </Checkbox.Group>
            {known !== null && <UsedBy connection={known} />}
            <Stack gap="xs" className={classes.end ?? ''}>
              {trying.data !== undefined && (
                <Notice
                  color={trying.data.ok ? 'green' : trying.data.code === 'host_key_unknown' ? 'orange' : 'red'}
                  title={titleOf(trying.data)}
                  role="status"
                >
                  {trying.data.sentence} ({trying.data.ms} ms)
                  {trying.data.offer !== undefined && (
                    <Offered offer={trying.data.offer} isOther={trying.data.code === 'host_key_changed'} onPin={pin} />
                  )}
                </Notice>
              )}
              {trying.error !== null && <Refused error={trying.error} kind={kind} />}
              {saving.error !== null && <Refused error={saving.error} kind={kind} />}
              {mayManage && (
                <Group justify="space-between">
                  <Group gap="xs">
                    <Button type="submit" loading={saving.isPending} disabled={name === ''}>
                      Save
                    </Button>
                    <Button variant="default" loading={trying.isPending} onClick={tryIt}>
                      Try connection
                    </Button>
                  </Group>
                  {known !== null && (
                    <Button variant="default" onClick={() => setRemoving(true)}>
                      Remove
                    </Button>
                  )}
                </Group>
              )}
            </Stack>
          </Stack>
        </Changeable>
      </form>
      {isRemoving && (
        <ReasonModal
          title={`Remove ${name}`}
          does="Remove"
          colour="red.9"
          act={() => ask(api.connections[':name'].$delete({ param: { name }, query: { environment } }))}
          onDone={() => {
            void again();
            onClose();
          }}
          onClose={() => setRemoving(false)}
        >
          Its secrets are forgotten with it. Messages for it wait until there is a connection of this name again.
        </ReasonModal>
      )}
    </Drawer>
  );
}

function titleOf({ ok, code }: { ok: boolean; code: string }): string {
  if (code === 'host_key_changed') return 'It shows another key';
  if (code === 'host_key_unknown') return 'Compare its key first';
  return ok ? 'It answers' : 'It does not work';
}

/** Sentences of the server about settings, by name. */
function faultsOf(error: Error | null): ReadonlyMap<string, string> {
  const errors = error instanceof Problem ? error.errors : [];
  return new Map(
    errors
      .filter(({ field }) => field.startsWith('/settings/'))
      .map(({ field, sentence }) => [field.split('/')[2] ?? '', sentence]),
  );
}

/** Where fields say themselves what does not fit, only which ones. */
function Refused({ error, kind }: { error: Error; kind: ConnectionType | undefined }) {
  const names = [...faultsOf(error).keys()];
  if (names.length === 0) return <Problems error={error} />;
  const titles = names.map((name) => kind?.fields.find((field) => field.name === name)?.title ?? name);
  return <Problems error={new Error(`Not like this yet: ${titles.join(', ')}.`)} />;
}

/** What the other side showed, taken over by whoever answers for it. */
function Offered({
  offer,
  isOther,
  onPin,
}: {
  offer: Offer;
  /** Keys are pinned, and this is none of them. */
  isOther: boolean;
  onPin: (offer: Offer, isAlone: boolean) => void;
}) {
  return (
    <Group mt="xs" gap="xs">
      <Button size="compact-sm" variant="default" onClick={() => onPin(offer, isOther)}>
        Its operator confirmed this key: pin it{isOther && ', and no other'}
      </Button>
      {isOther && (
        <Button size="compact-sm" variant="default" onClick={() => onPin(offer, false)}>
          Pin it beside the others
        </Button>
      )}
    </Group>
  );
}

function UsedBy({ connection }: { connection: Connection }) {
  return (
    <div>
      <Text fz="sm" fw={500}>
        Used by
      </Text>
      {connection.usedBy.length === 0 ? (
        <Text fz="sm" c="dimmed">
          No live flow of this environment.
        </Text>
      ) : (
        connection.usedBy.map(({ flow, name, node, nodeName }) => (
          <Text key={`${flow}/${node}`} fz="sm">
            {name}: {nodeName}
          </Text>
        ))
      )}
    </div>
  );
}
