import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, ask } from '../../api.ts';
import { fates } from '../../frame/states.tsx';
import { Notice } from '../notice.tsx';
import { Sentence } from '../sentence.tsx';
import { DifferenceView } from '../viewer/difference-view.tsx';
import { type Editable, editableText, readText, sourceText, whyUneditable } from '../viewer/open.ts';
import { Planner } from './planner.tsx';
import type { Wanted } from './queries.ts';
import classes from './replay.module.css';

interface EditCopyProps {
  /** The message that the copy is made of; undefined while it is being read. */
  content: Editable | undefined;
  /** What the copy takes the place of, in words. */
  instead: string;
  /** The one message that it stands for. */
  wanted: Wanted;
  from: 'received' | 'stopped';
  flow: string;
  onClose: () => void;
}

/** A copy of a message, edited here and replayed in its place; what was received is kept as it is. */
export function EditCopy({ content, instead, wanted, from, flow, onClose }: EditCopyProps) {
  const format = content?.format;
  const why = content === undefined ? null : whyUneditable(content);
  const original = useMemo(() => editableText(content), [content]);
  const [text, setText] = useState<string | null>(null);
  const [isPlanning, setPlanning] = useState(false);
  const edited = text ?? original ?? '';
  const [settled] = useDebouncedValue(edited, 400);
  const before = useMemo(() => readText(original ?? '', format), [original, format]);
  const after = useMemo(() => readText(settled, format), [settled, format]);
  if (isPlanning) {
    return (
      <Planner
        title="Replay an edited copy"
        wanted={{ ...wanted, edited: sourceText(edited, format) }}
        initial={{ from, version: 'live' }}
        flow={flow}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal opened onClose={onClose} size="xl" title="Edit a copy">
      {content === undefined ? (
        <Text fz="sm">Reading the message…</Text>
      ) : why !== null ? (
        <Notice title={why.title}>
          <Text fz="sm">{why.sentence}</Text>
        </Notice>
      ) : (
        <Stack gap="sm">
          <Text fz="sm" c="dimmed">
            It takes the place of the message {instead}. The original stays on record.
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
            <Verdict wanted={{ ...wanted, from, edited: sourceText(settled, format) }} />
          )}
          {after.problem === null && edited !== original && (
            <div className={classes.editDifference}>
              <DifferenceView before={before.tree} after={after.tree} />
            </div>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              disabled={after.problem !== null || edited === original || edited !== settled}
              onClick={() => setPlanning(true)}
            >
              Plan the replay
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

/** What would become of the copy as it stands: tried on the server at every pause of the typing, without effects. */
function Verdict({ wanted }: { wanted: Wanted & { edited: string } }) {
  const tried = useQuery({
    queryKey: ['replay-plan', 'copy', wanted],
    queryFn: () => ask(api.replays.rehearsal.$post({ json: wanted })),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const [sample] = tried.data?.samples ?? [];
  if (tried.error !== null) return <Text fz="sm">{tried.error.message}</Text>;
  const isStale = tried.isPlaceholderData || sample === undefined;
  const stops = sample?.stops ?? [];
  const named = (wantedFate: string) =>
    (sample?.destinations ?? []).filter(({ fate }) => fate === wantedFate).map(({ name }) => name);
  const [sent, confirmed] = [named('sent'), named('confirmed')];
  return (
    <div className={classes.verdict} data-stale={isStale || undefined} aria-live="polite">
      {sample === undefined && <Text fz="sm">Trying the copy…</Text>}
      {sample !== undefined && stops.length === 0 && (
        <Text fz="sm" style={{ color: fates.delivered.colour }}>
          <IconCircleCheck size={16} aria-hidden /> It would go through
          {sent.length > 0 && ` to ${sent.join(', ')}`}
          {confirmed.length > 0 && `; left out unless you send again, as confirmed: ${confirmed.join(', ')}`}.
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
