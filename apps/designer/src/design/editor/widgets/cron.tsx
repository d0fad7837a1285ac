import { ActionIcon, Menu, Text, TextInput } from '@mantine/core';
import { IconCalendarEvent } from '@tabler/icons-react';
import { Cron } from 'croner';
import { useEditing } from '../editing.ts';
import { useTyped } from '../typed.ts';
import { textOf } from './plain.tsx';
import { type WidgetProps, words } from './props.ts';
import classes from './widgets.module.css';

const PRESETS: [label: string, cron: string][] = [
  ['Every 15 minutes', '*/15 * * * *'],
  ['Every hour', '0 * * * *'],
  ['Every day at 6:00', '0 6 * * *'],
  ['Monday to Friday at 6:00', '0 6 * * 1-5'],
  ['Every Monday at 7:00', '0 7 * * 1'],
  ['First of the month at 2:00', '0 2 1 * *'],
];

/** Times of a schedule, with presets and the next five of them. */
export function CronWidget(props: WidgetProps) {
  const zone = textOf(useEditing().node.config['timeZone']) || 'UTC';
  const { shown, type, flush } = useTyped(textOf(props.value), props.change);
  const next = nextTimes(shown, zone);
  return (
    <div>
      <TextInput
        {...words(props)}
        value={shown}
        placeholder={props.schema.placeholder}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={flush}
        rightSection={
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label="Usual times">
                <IconCalendarEvent size={17} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {PRESETS.map(([label, cron]) => (
                <Menu.Item
                  key={cron}
                  rightSection={
                    <Text fz="xs" ff="monospace" c="dimmed">
                      {cron}
                    </Text>
                  }
                  onClick={() => props.change(cron)}
                >
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        }
      />
      {next.length > 0 && (
        <div className={classes.times}>
          <Text fz="xs" c="dimmed">
            Next five times, in {zone}
          </Text>
          <ol>
            {next.map((time) => (
              <li key={time.toISOString()} title={time.toISOString()}>
                {inZone(time, zone)}
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

function nextTimes(cron: string, zone: string): Date[] {
  try {
    return new Cron(cron, { paused: true, timezone: zone, mode: '5-or-6-parts' }).nextRuns(5);
  } catch {
    return [];
  }
}

function inZone(time: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  }).format(time);
}
