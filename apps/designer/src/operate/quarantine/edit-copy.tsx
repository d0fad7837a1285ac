import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, ask } from '../../api.ts';
import { fates } from '../../frame/states.tsx';
import { Notice } from '../notice.tsx';
import { Planner } from '../replay/planner.tsx';
import { Sentence } from '../sentence.tsx';
import { DifferenceView } from '../viewer/difference-view.tsx';
import { editableText, readText } from '../viewer/open.ts';
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
  const original = useMemo(() => editableText(content), [content]);
  const [text, setText] = useState<string | null>(null);
  const [isPlanning, setPlanning] = useState(false);
  const edited = text ?? original ?? '';
  const [settled] = useDebouncedValue(edited, 400);
  const before = useMemo(() => readText(original ?? '', content?.format), [original, content]);
  const after = useMemo(() => readText(settled, content?.format), [settled, content]);
  if (isPlanning) {
    return (
      <Planner
        title="Replay an edited copy"
        wanted={{ environment, quarantine: { ids: [detail.id] }, edited }}
        initial={{ from: 'stopped', version: 'live' }}
        flow={detail.flow}
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
          {after.problem === null && edited !== original && <Verdict detail={detail} copy={settled} />}
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

/** What would become of the copy as it stands: tried on the server at every pause of the typing, without effects. */
function Verdict({ detail, copy }: { detail: Detail; copy: string }) {
  const { environment, id } = detail;
  const tried = useQuery({
    queryKey: ['replay-plan', 'copy', id, copy],
    queryFn: () =>
      ask(
        api.replays.rehearsal.$post({
          json: { environment, quarantine: { ids: [id] }, from: 'stopped', edited: copy },
        }),
      ),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const [sample] = tried.data?.samples ?? [];
  if (tried.error !== null) return <Text fz="sm">{tried.error.message}</Text>;
  const isStale = tried.isPlaceholderData || sample === undefined;
  const stops = sample?.stops ?? [];
  const sent = sample?.destinations.filter(({ fate }) => fate === 'sent').map(({ name }) => name) ?? [];
  return (
    <div className={classes.verdict} data-stale={isStale || undefined} aria-live="polite">
      {sample === undefined && <Text fz="sm">Trying the copy…</Text>}
      {sample !== undefined && stops.length === 0 && (
        <Text fz="sm" style={{ color: fates.delivered.colour }}>
          <IconCircleCheck size={16} aria-hidden /> It would go through
          {sent.length > 0 && ` to ${sent.join(', ')}`}.
        </Text>
      )}
      {stops.map((stop) => (
        <Text key={`${stop.node} ${stop.code} ${stop.path}`} fz="sm" style={{ color: fates.quarantined.colour }}>
          <IconAlertTriangle size={16} aria-hidden /> It would stop at {stop.name}: <Sentence text={stop.sentence} />
        </Text>
      ))}
    </div>
  );
}
