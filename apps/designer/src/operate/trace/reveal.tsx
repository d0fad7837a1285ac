import { Badge, Button, Group, Popover, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, ask } from '../../api.ts';
import { now } from '../../frame/clock.ts';
import { meQuery } from '../../frame/session.ts';
import { messageQuery, type Trace } from './query.ts';

/** Shows patient data for some minutes, for a reason that is kept; without the right it says why it is masked. */
export function Reveal({ run }: { run: Pick<Trace, 'id' | 'isExpired'> }) {
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const maySee = me?.permissions.includes('message.see') === true && !run.isExpired;
  const message = useQuery({ ...messageQuery(run.id), enabled: maySee }).data;
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState('10');
  const until = message?.revealedUntil ?? null;
  const left = useMinutesLeft(until, () => void client.invalidateQueries({ queryKey: ['run-content'] }));
  const reveal = useMutation({
    mutationFn: () =>
      ask(
        api.runs[':id'].reveal.$post({
          param: { id: run.id },
          json: { reason: reason.trim(), minutes: Number(minutes) },
        }),
      ),
    onSuccess: () => {
      setOpen(false);
      setReason('');
      return client.invalidateQueries({ queryKey: ['run-content'] });
    },
  });
  if (!maySee || message === undefined) return null;
  if (until !== null && left !== null) {
    return (
      <Badge variant="light" color="red" leftSection={<IconEye size={13} aria-hidden />}>
        Revealed, {left} min left
      </Badge>
    );
  }
  if (!me.permissions.includes('message.reveal')) {
    return (
      <Text fz="xs" c="dimmed">
        <IconEyeOff size={13} aria-hidden /> Personal values are masked
      </Text>
    );
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={340} shadow="md" trapFocus withArrow>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconEyeOff size={14} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          Masked. Reveal…
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            reveal.mutate();
          }}
        >
          <Stack gap="sm">
            <Text fz="sm">
              Personal values of this message are shown to you alone. Who, when and why goes into the audit.
            </Text>
            <TextInput
              label="Reason"
              placeholder="Charge disputed, case 4711"
              data-autofocus
              value={reason}
              maxLength={500}
              error={reveal.error?.message}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            />
            <Group justify="space-between" align="flex-end">
              <Select
                label="For"
                w={120}
                comboboxProps={{ withinPortal: false }}
                allowDeselect={false}
                data={['5', '10', '30', '60'].map((value) => ({ value, label: `${value} min` }))}
                value={minutes}
                onChange={(value) => setMinutes(value ?? '10')}
              />
              <Button type="submit" loading={reveal.isPending} disabled={reason.trim().length < 5}>
                Reveal
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Whole minutes until then, and a call when they are over. */
function useMinutesLeft(until: string | null, over: () => void): number | null {
  const [at, setAt] = useState(now);
  const left = until === null ? 0 : Date.parse(until) - at;
  useEffect(() => {
    if (until === null) return;
    const timer = window.setInterval(() => {
      setAt(now());
      if (Date.parse(until) <= now()) over();
    }, 5000);
    return () => window.clearInterval(timer);
  });
  return until !== null && left > 0 ? Math.max(1, Math.round(left / 60_000)) : null;
}
