import { ActionIcon, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import classes from './environments.module.css';
import type { Settings } from './queries.ts';

type Rule = NonNullable<Settings['egress']>[number];

/** Hosts inside the house that connectors may reach, each with a reason. */
export function Egress({ rules, onChange }: { rules: readonly Rule[]; onChange: (rules: Rule[]) => void }) {
  const change = (at: number, rule: Partial<Rule>) =>
    onChange(rules.map((one, i) => (i === at ? { ...one, ...rule } : one)));
  return (
    <Stack gap="sm" align="stretch">
      {rules.length === 0 && (
        <Text fz="sm" c="dimmed">
          Nothing inside the house can be reached.
        </Text>
      )}
      {rules.map((rule, at) => (
        // The rows have no id of their own, and are only added at the end or taken away.
        <div className={classes.row} key={`${at}-${rules.length}`}>
          <TextInput
            label="Host or range"
            placeholder="10.20.0.0/16"
            value={rule.to}
            onChange={(event) => change(at, { to: event.currentTarget.value })}
          />
          <TextInput
            label="Ports"
            placeholder="443, 8443 or any"
            defaultValue={rule.ports === 'any' ? 'any' : rule.ports.join(', ')}
            onBlur={(event) => change(at, { ports: portsIn(event.currentTarget.value) })}
          />
          <TextInput
            label="Reason"
            placeholder="The ERP stands there"
            value={rule.reason}
            onChange={(event) => change(at, { reason: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Take away ${rule.to || 'this line'}`}
            onClick={() => onChange(rules.filter((_, i) => i !== at))}
          >
            <IconTrash size={17} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        style={{ alignSelf: 'start' }}
        onClick={() => onChange([...rules, { to: '', ports: [443], reason: '' }])}
      >
        Add a host
      </Button>
    </Stack>
  );
}

function portsIn(text: string): Rule['ports'] {
  const ports = text
    .split(/[\s,]+/)
    .map(Number)
    .filter((port) => Number.isInteger(port) && port > 0);
  return ports.length === 0 ? 'any' : ports;
}
