import { Button, Checkbox, Group, Popover, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconHistory, IconPin, IconPlus } from '@tabler/icons-react';
import type { FlowDocument } from '@throughline/flow';
import { lazy, Suspense, useState } from 'react';
import { useMayEdit } from '../store/document.ts';
import { CHOSEN_MAX, compareSample, showSample } from '../try/chosen.ts';
import type { Sample } from '../try/sample.ts';
import { AddSample, keepSample } from './add-sample.tsx';
import classes from './node-editor.module.css';

const PastRuns = lazy(() => import('../try/past-runs.tsx').then((module) => ({ default: module.PastRuns })));

interface SamplePickerProps {
  document: FlowDocument;
  /** The node that is looked at. */
  node: string;
  samples: readonly Sample[];
  chosen: readonly Sample[];
}

/** Which messages the node is looked at with: one shown, up to two more beside it. */
export function SamplePicker({ document, node, samples, chosen }: SamplePickerProps) {
  const [isOpen, setOpen] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const [isLookingBack, setLookingBack] = useState(false);
  const mayEdit = useMayEdit();
  const shown = chosen[0];
  const more = chosen.length > 1 ? ` +${chosen.length - 1}` : '';
  const nameOf = (id: string) => document.nodes.find((one) => one.id === id)?.name ?? id;
  const several = new Set(samples.map((sample) => sample.node)).size > 1;
  return (
    <>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" shadow="md" width={340} trapFocus returnFocus>
        <Popover.Target>
          <UnstyledButton
            className={classes.sample}
            aria-label={shown === undefined ? 'No sample. Choose one' : `Sample: ${shown.name}${more}. Change`}
            onClick={() => setOpen(!isOpen)}
          >
            <span className={classes.sampleName}>{shown?.name ?? 'No sample'}</span>
            {more !== '' && <span className={classes.more}>{more}</span>}
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown p={6}>
          {samples.length === 0 && (
            <Text fz="sm" c="dimmed" p="xs">
              No sample yet. Add one to see values while you work; it travels with the flow.
            </Text>
          )}
          {samples.map((sample) => {
            const isChosen = chosen.some(({ id }) => id === sample.id);
            return (
              <div key={sample.id} className={classes.option} data-shown={sample.id === shown?.id || undefined}>
                <UnstyledButton
                  className={classes.choice}
                  onClick={() => {
                    showSample(sample.id);
                    setOpen(false);
                  }}
                >
                  <Text fz="sm" truncate>
                    {sample.name}
                  </Text>
                  <Text fz="xs" c="dimmed" truncate>
                    {sample.origin === 'example'
                      ? 'Example of the contract'
                      : several
                        ? `Comes in at ${nameOf(sample.node)}`
                        : 'Kept with the flow'}
                  </Text>
                </UnstyledButton>
                {sample.id !== shown?.id && (
                  <Tooltip
                    label={chosen.length >= CHOSEN_MAX && !isChosen ? 'Three at once at most' : 'Look at it as well'}
                  >
                    <Checkbox
                      size="xs"
                      aria-label={`Look at ${sample.name} as well`}
                      checked={isChosen}
                      disabled={chosen.length >= CHOSEN_MAX && !isChosen}
                      onChange={() => shown !== undefined && compareSample(sample.id, shown.id)}
                    />
                  </Tooltip>
                )}
              </div>
            );
          })}
          <Group mt={6} gap={6} display={mayEdit ? undefined : 'none'}>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => {
                setOpen(false);
                setAdding(true);
              }}
            >
              Add a sample
            </Button>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconHistory size={14} aria-hidden />}
              onClick={() => {
                setOpen(false);
                setLookingBack(true);
              }}
            >
              From a past run
            </Button>
            {shown?.origin === 'example' && (
              <Button
                size="xs"
                variant="subtle"
                leftSection={<IconPin size={14} aria-hidden />}
                onClick={() => keepSample(document, shown)}
              >
                Keep this one with the flow
              </Button>
            )}
          </Group>
        </Popover.Dropdown>
      </Popover>
      <AddSample document={document} node={node} isOpen={isAdding} close={() => setAdding(false)} />
      <Suspense>{isLookingBack && <PastRuns flow={document.id} close={() => setLookingBack(false)} />}</Suspense>
    </>
  );
}
