import { Button, Popover, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTestPipe } from '@tabler/icons-react';
import { useState } from 'react';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import type { Chosen } from './answers.tsx';
import type { Sample } from './sample.ts';
import type { Trial } from './trial.ts';

interface SaveTestProps {
  trial: Trial;
  sample: Sample;
  chosen: Chosen;
  /** Why this try makes no test. */
  hindrance: string | null;
}

/** Keeps a try as a test: the same message and answers are expected to end the same way from then on. */
export function SaveTest({ trial, sample, chosen, hindrance }: SaveTestProps) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const begin = () => {
    setName([sample.name, ...Object.values(chosen)].join(', '));
    setOpen(true);
  };
  const save = () => {
    if (keep(name.trim(), trial, sample, chosen)) setOpen(false);
  };
  return (
    <Tooltip label={hindrance} disabled={hindrance === null}>
      <span>
        <Popover opened={isOpen} onChange={setOpen} position="top-end" shadow="md" width={320} trapFocus returnFocus>
          <Popover.Target>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconTestPipe size={14} aria-hidden />}
              data-disabled={hindrance !== null || undefined}
              aria-disabled={hindrance !== null}
              onClick={() => hindrance === null && begin()}
            >
              Save as a test
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <form
              onSubmit={(event) => {
                event.preventDefault();
                save();
              }}
            >
              <Stack gap="sm">
                <TextInput
                  size="xs"
                  label="Name of the test"
                  description={
                    isKept(name.trim(), sample) ? 'There already: it will expect what came out now.' : undefined
                  }
                  value={name}
                  maxLength={120}
                  data-autofocus
                  onChange={(event) => setName(event.currentTarget.value)}
                />
                <Text fz="xs" c="dimmed">
                  The flow is expected to end as it did now. Tests travel with the flow.
                </Text>
                <Button type="submit" size="xs" disabled={name.trim() === ''} style={{ alignSelf: 'flex-end' }}>
                  Save
                </Button>
              </Stack>
            </form>
          </Popover.Dropdown>
        </Popover>
      </span>
    </Tooltip>
  );
}

function isKept(name: string, { node }: Sample): boolean {
  return openDocument().fixtures.some(
    (one) => one.kind === 'message' && one.node === node && one.name === name && one.expect !== undefined,
  );
}

function keep(name: string, trial: Trial, { node, contentType, body }: Sample, chosen: Chosen): boolean {
  const expect = { ...trial.outcome, ...(Object.keys(chosen).length === 0 ? {} : { answers: chosen }) };
  const fixture = { name, kind: 'message' as const, node, contentType, body, expect: expect as never };
  const problem = edit([{ op: 'set-fixture', fixture }], { label: 'Save as a test' });
  notifications.show(
    problem === null
      ? { color: 'teal', title: 'Kept as a test', message: `${name} is expected to end as it did now.` }
      : { color: 'red', title: 'The test could not be kept', message: problem.sentence },
  );
  return problem === null;
}
