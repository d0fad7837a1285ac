import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Notice } from '../notice.tsx';
import { Planner } from '../replay/planner.tsx';
import { DifferenceView } from '../viewer/difference-view.tsx';
import { readText } from '../viewer/open.ts';
import classes from './quarantine.module.css';
import { type Detail, stoppedQuery } from './queries.ts';

interface EditCopyProps {
  detail: Detail;
  environment: string;
  onClose: () => void;
}

/** A copy of the message, edited here and replayed in its place; what was received is kept as it is. */
export function EditCopy({ detail, environment, onClose }: EditCopyProps) {
  const content = useQuery(stoppedQuery(detail.id)).data;
  const original = useMemo(() => prettyText(content), [content]);
  const [text, setText] = useState<string | null>(null);
  const [isPlanning, setPlanning] = useState(false);
  const edited = text ?? original ?? '';
  const [settled] = useDebouncedValue(edited, 250);
  const before = useMemo(() => readText(original ?? '', content?.format), [original, content]);
  const after = useMemo(() => readText(settled, content?.format), [settled, content]);
  if (isPlanning) {
    return (
      <Planner
        title="Replay an edited copy"
        wanted={{ environment, quarantine: { ids: [detail.id] }, edited }}
        initial={{ from: 'stopped', version: 'as-run' }}
        isOneWay
        onClose={onClose}
      />
    );
  }
  return (
    <Modal opened onClose={onClose} size="xl" title="Edit a copy">
      {original === null ? (
        <Notice title="Reveal the message first">
          <Text fz="sm">A copy holds all values, so it can be edited only while the message is revealed to you.</Text>
        </Notice>
      ) : (
        <Stack gap="sm">
          <Text fz="sm" c="dimmed">
            It takes the place of the message {content?.kind === 'step' ? `before ${detail.nodeName}` : 'as received'}.
            The original stays on record; the difference is kept with the replay.
          </Text>
          <Textarea
            aria-label="The copy"
            value={edited}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            minRows={12}
            maxRows={20}
            autosize
            spellCheck={false}
            classNames={{ input: classes.editor }}
            error={after.problem === null ? undefined : `${after.problem.code}: ${after.problem.sentence}`}
          />
          {after.problem === null && edited !== original && (
            <div className={classes.editDifference}>
              <DifferenceView before={before.tree} after={after.tree} />
            </div>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button disabled={after.problem !== null || edited === original} onClick={() => setPlanning(true)}>
              Plan the replay
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function prettyText(
  content: { masked: boolean; text?: string | undefined; format: string } | undefined,
): string | null {
  if (content === undefined || content.masked || content.text === undefined) return null;
  if (content.format !== 'json') return content.text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  try {
    return JSON.stringify(JSON.parse(content.text), null, 2);
  } catch {
    return content.text;
  }
}
