import { Button, Group, NumberInput, Paper, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Changeable } from '../../frame/changeable.tsx';
import { Problems } from '../parts/reason-modal.tsx';
import { useRight } from '../parts/rights.ts';
import { type Colour, Colours } from './colours.tsx';
import { Egress } from './egress.tsx';
import classes from './environments.module.css';
import { Freezes } from './freezes.tsx';
import type { Settings, Whole } from './queries.ts';
import { Variables } from './variables.tsx';

type Retention = NonNullable<Settings['retention']>;

const classesOfData: { key: keyof Retention; label: string; usual: number }[] = [
  { key: 'phi', label: 'Patient data', usual: 90 },
  { key: 'pii', label: 'Personal data', usual: 90 },
  { key: 'financial', label: 'Financial data', usual: 90 },
  { key: 'open', label: 'Other content', usual: 90 },
  { key: 'records', label: 'Records only', usual: 400 },
];

/** Everything an environment allows, in one form that is saved as a whole. */
export function EditEnvironment({ environment }: { environment: Whole }) {
  const client = useQueryClient();
  const mayManage = useRight('environment.manage');
  const [edited, setEdited] = useState(environment);
  const [settings, setSettings] = useState<Settings>(environment.settings);
  /** Lists keep what is being typed; undoing shows them anew. */
  const [round, setRound] = useState(0);
  const set = (change: Partial<Settings>) => setSettings((now) => ({ ...now, ...change }));
  const isChanged = JSON.stringify([edited, settings]) !== JSON.stringify([environment, environment.settings]);
  const saving = useMutation({
    mutationFn: () =>
      ask(
        api.environments[':environment'].$put({
          param: { environment: environment.name },
          json: { title: edited.title.trim(), colour: edited.colour as Colour, protected: edited.protected, settings },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['environments'] });
      notifications.show({ title: edited.title, message: 'Saved.', color: 'green.9' });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Changeable may={mayManage}>
        <Stack>
          <Part title="In general">
            <TextInput
              label="Title"
              value={edited.title}
              onChange={(event) => setEdited({ ...edited, title: event.currentTarget.value })}
              maxLength={60}
              maw={360}
            />
            <Colours
              value={edited.colour}
              onChange={(colour) => setEdited({ ...edited, colour })}
              disabled={!mayManage}
            />
            <Switch
              label="Protected"
              description="Takes releases only, and somebody else has to approve each; doors need authentication."
              checked={edited.protected}
              onChange={(event) => setEdited({ ...edited, protected: event.currentTarget.checked })}
            />
            <Select
              label="Second factor"
              description="Who has to prove themselves twice to change anything here."
              maw={360}
              allowDeselect={false}
              value={settings.secondFactor ?? 'nobody'}
              onChange={(value) => set({ secondFactor: value as NonNullable<Settings['secondFactor']> })}
              data={[
                { value: 'nobody', label: 'Nobody' },
                { value: 'admins', label: 'Administrators' },
                { value: 'everybody', label: 'Everybody' },
              ]}
            />
          </Part>
          <Part
            title="What connectors may reach"
            about="Public hosts on usual ports can be reached always. Hosts inside the hospital only when they stand here, with a reason."
          >
            <Egress key={`egress ${round}`} rules={settings.egress ?? []} onChange={(egress) => set({ egress })} />
          </Part>
          <Part
            title="Variables"
            about="Named values that flows read as $context.variables.NAME. Secrets do not belong here."
          >
            <Variables
              key={`variables ${round}`}
              values={settings.variables ?? {}}
              onChange={(variables) => set({ variables })}
            />
          </Part>
          <Part
            title="How long it is kept"
            about="Days. What waits or is quarantined and undecided is kept until it is decided."
          >
            <div className={classes.days}>
              {classesOfData.map(({ key, label, usual }) => (
                <NumberInput
                  key={key}
                  label={label}
                  min={1}
                  max={3650}
                  placeholder={`${usual}`}
                  value={settings.retention?.[key] ?? ''}
                  onChange={(value) => set({ retention: withDays(settings.retention ?? {}, key, value) })}
                />
              ))}
            </div>
            <Select
              label="What traces keep of messages"
              maw={360}
              allowDeselect={false}
              value={settings.capture ?? 'full'}
              onChange={(value) => set({ capture: value as NonNullable<Settings['capture']> })}
              data={[
                { value: 'full', label: 'The message behind every step' },
                { value: 'shapes', label: 'Shapes and sizes, no values' },
                { value: 'none', label: 'Timing only' },
              ]}
            />
          </Part>
          <Part
            title="Freeze calendar"
            about="Times in which nothing is released here: month-end close, payer cut-offs."
          >
            <Freezes freezes={settings.freezes ?? []} onChange={(freezes) => set({ freezes })} />
          </Part>
          {saving.error !== null && <Problems error={saving.error} />}
          {mayManage && (
            <Group>
              <Button type="submit" loading={saving.isPending} disabled={!isChanged}>
                Save
              </Button>
              {isChanged && (
                <Button
                  variant="default"
                  onClick={() => {
                    setEdited(environment);
                    setSettings(environment.settings);
                    setRound(round + 1);
                  }}
                >
                  Undo changes
                </Button>
              )}
            </Group>
          )}
        </Stack>
      </Changeable>
    </form>
  );
}

function Part({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  return (
    <Paper withBorder radius="lg" bg="var(--surface)" className={classes.part} component="section">
      <Stack gap="md">
        <div>
          <Title order={2} fz="h4">
            {title}
          </Title>
          {about !== undefined && (
            <Text c="dimmed" fz="sm">
              {about}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Paper>
  );
}

function withDays(retention: Retention, key: keyof Retention, value: string | number): Retention {
  const { [key]: _, ...rest } = retention;
  return value === '' ? rest : { ...rest, [key]: Number(value) };
}
