import { Alert, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { GridView } from './grid-view.tsx';
import { HexView } from './hex-view.tsx';
import { isHl7 } from './hl7.ts';
import { Hl7View } from './hl7-view.tsx';
import { JsonView } from './json-view.tsx';
import { isMasked } from './masked.ts';
import { type Content, openContent } from './open.ts';
import { TextView } from './text-view.tsx';
import classes from './viewer.module.css';
import { X12 } from './x12.ts';
import { X12View } from './x12-view.tsx';

interface MessageViewProps {
  content: Content;
  label: string;
  mark?: { path: string; sentence: string } | undefined;
}

/** A message as received: read as what it is, and as its bytes say it. */
export function MessageView({ content, label, mark }: MessageViewProps) {
  const opened = useMemo(() => openContent(content), [content]);
  const ways = [
    ...(opened.tree === undefined ? [] : [{ value: 'read', label: formatNames[content.format] }]),
    ...(opened.text === undefined ? [] : [{ value: 'text', label: content.masked ? 'Form' : 'Text' }]),
    ...(opened.bytes === undefined ? [] : [{ value: 'bytes', label: 'Bytes' }]),
  ];
  const [way, setWay] = useState<string | null>(null);
  const shown = ways.find(({ value }) => value === way) ?? ways[0];
  return (
    <Stack gap="xs" className={classes.view}>
      {opened.problem !== null && (
        <Alert color="red" p="xs" icon={<IconAlertTriangle aria-hidden />} title={opened.problem.code}>
          {opened.problem.sentence}
        </Alert>
      )}
      {content.cut && (
        <Text fz="xs" c="dimmed">
          Only the beginning is shown: the message is larger than a page can draw.
        </Text>
      )}
      {content.masked && content.text !== undefined && (
        <Text fz="xs" c="dimmed">
          Values are masked: A and a stand for letters, 9 for digits.
        </Text>
      )}
      {ways.length > 1 && (
        <SegmentedControl
          size="xs"
          data={ways}
          value={shown?.value ?? ''}
          onChange={setWay}
          aria-label="How to show it"
          className={classes.ways}
        />
      )}
      {shown === undefined && (
        <Text c="dimmed" fz="sm" p="md">
          {content.size === 0 ? 'The message is empty.' : 'These bytes are no text; reveal the message to see them.'}
        </Text>
      )}
      {shown?.value === 'read' && <Tree tree={opened.tree} label={label} mark={mark} />}
      {shown?.value === 'text' && <TextView text={opened.text ?? ''} label={label} />}
      {shown?.value === 'bytes' && opened.bytes !== undefined && <HexView bytes={opened.bytes} label={label} />}
    </Stack>
  );
}

const formatNames: Record<Content['format'], string> = {
  json: 'JSON',
  hl7v2: 'HL7 v2',
  csv: 'Grid',
  xml: 'XML',
  x12: 'X12',
  edifact: 'EDIFACT',
  text: 'Text',
  binary: 'Bytes',
};

/** A parsed message, drawn by what it is. */
export function Tree({ tree, label, mark }: { tree: unknown } & Omit<MessageViewProps, 'content'>) {
  if (isHl7(tree)) return <Hl7View tree={tree} label={label} mark={mark} />;
  if (tree instanceof X12) return <X12View tree={tree} label={label} />;
  if (Array.isArray(tree) && tree.length > 0 && tree.every(isRow))
    return <GridView rows={tree} label={label} mark={mark} />;
  return <JsonView value={tree} label={label} mark={mark} />;
}

/** A record of texts only: what CSV is made of. */
function isRow(row: unknown): boolean {
  return (
    typeof row === 'object' &&
    row !== null &&
    Object.values(row).every((cell) => typeof cell === 'string' || isMasked(cell))
  );
}
