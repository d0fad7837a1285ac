import { Checkbox, Collapse, Stack, Text, UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { useRight } from '../parts/rights.ts';
import { LimitFields } from './limits.tsx';
import type { Client, Door } from './queries.ts';
import { SaveLine } from './save-line.tsx';
import { limitText, placeOf, waysText } from './words.ts';

type Own = Client['doors'][number];

/** The doors that are open to a client, and its own limits there. */
export function Access({
  client,
  environment,
  doors,
}: {
  client: Client;
  environment: string;
  doors: readonly Door[];
}) {
  const queries = useQueryClient();
  const mayManage = useRight('door.manage');
  const [own, setOwn] = useState<Own[]>(client.doors);
  const saving = useMutation({
    mutationFn: () => ask(api.clients[':id'].$put({ param: { id: client.id }, json: { doors: own } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['doors', environment] }),
  });
  const possible = doors.filter((door) => door.authentication === 'clients');
  if (possible.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        No flow has a door of registered clients yet. Choose “Registered clients” under “Who may send” of its trigger,
        and publish it.
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      {possible.map((door) => {
        const found = own.find((one) => one.flow === door.flow && one.node === door.node);
        const others = own.filter((one) => one !== found);
        return (
          <DoorAccess
            key={`${door.flow}/${door.node}`}
            door={door}
            environment={environment}
            own={found}
            disabled={!mayManage}
            onChange={(next) => setOwn(next === undefined ? others : [...others, next])}
          />
        );
      })}
      <SaveLine
        isChanged={sorted(own) !== sorted(client.doors)}
        isPending={saving.isPending}
        error={saving.error}
        onSave={() => saving.mutate()}
        onUndo={() => setOwn(client.doors)}
      />
    </Stack>
  );
}

interface DoorAccessProps {
  door: Door;
  environment: string;
  own: Own | undefined;
  disabled: boolean;
  onChange: (own: Own | undefined) => void;
}

function DoorAccess({ door, environment, own, disabled, onChange }: DoorAccessProps) {
  const [isOpen, setOpen] = useState(false);
  const hasOwn = own !== undefined && (own.rate !== null || own.quota !== null);
  const limit = limitText(own?.rate ?? door.settings?.rate ?? null, own?.quota ?? door.settings?.quota ?? null);
  return (
    <div>
      <Checkbox
        label={`${door.name}: ${door.nodeName}`}
        description={`${placeOf(door, environment)} · ${waysText(door)} · ${limit}${hasOwn ? ', its own' : ''}`}
        checked={own !== undefined}
        disabled={disabled}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked ? { flow: door.flow, node: door.node, rate: null, quota: null } : undefined,
          )
        }
      />
      {own !== undefined && !disabled && (
        <div style={{ paddingInlineStart: 32 }}>
          <UnstyledButton
            fz="xs"
            td="underline"
            aria-expanded={isOpen}
            aria-label={`Limits of its own: ${door.name}`}
            onClick={() => setOpen(!isOpen)}
          >
            Limits of its own
          </UnstyledButton>
          <Collapse expanded={isOpen} mt="xs">
            <LimitFields
              rate={own.rate}
              quota={own.quota}
              about="In place of the door’s."
              onChange={(part) => onChange({ ...own, ...part })}
            />
          </Collapse>
        </div>
      )}
    </div>
  );
}

function sorted(doors: readonly Own[]): string {
  return JSON.stringify([...doors].sort((a, b) => `${a.flow}/${a.node}`.localeCompare(`${b.flow}/${b.node}`)));
}
