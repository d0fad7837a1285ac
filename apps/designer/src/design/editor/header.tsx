import {
  ActionIcon,
  Badge,
  Group,
  HoverCard,
  Menu,
  Switch,
  Text,
  Textarea,
  TextInput,
  Tooltip,
  UnstyledButton,
} from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconChevronDown, IconHelpCircle, IconNote, IconX } from '@tabler/icons-react';
import type { FlowNode } from '@throughline/flow';
import { catalogue, definitions } from '@throughline/nodes/definitions';
import { useState } from 'react';
import { keysText } from '../../frame/command-palette.tsx';
import { kinds } from '../../frame/kinds.tsx';
import { SaveState } from '../shell/save-state.tsx';
import { useMayEdit } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { closeNode } from '../store/view.ts';
import { neighbour } from './neighbour.ts';
import classes from './node-editor.module.css';
import { useTyped } from './typed.ts';
import type { Opened } from './use-open-node.ts';

interface HeaderProps {
  opened: Opened;
  go: (direction: 'before' | 'behind') => void;
}

/** What node this is, and what concerns all of it: name, type, note, on and off, the way to its neighbours. */
export function Header({ opened, go }: HeaderProps) {
  const { node, definition, document, problems } = opened;
  const [hasNote, setNote] = useState((node.note ?? '') !== '');
  const mayEdit = useMayEdit();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <Group gap={2} wrap="nowrap">
          <Step
            label={`Node before, ${keysText('Mod+[')}`}
            direction="before"
            isThere={neighbour(document, node.id, 'before') !== null}
            go={go}
          />
          <Step
            label={`Node behind, ${keysText('Mod+]')}`}
            direction="behind"
            isThere={neighbour(document, node.id, 'behind') !== null}
            go={go}
          />
        </Group>
        <span
          className={classes.kind}
          style={{ background: definition === undefined ? 'var(--quiet)' : kinds[definition.kind].colour }}
          aria-hidden
        />
        <NodeName node={node} />
        <TypeMenu node={node} />
        {definition !== undefined && (
          <HoverCard width={360} shadow="md" position="bottom-start" openDelay={150}>
            <HoverCard.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`What ${definition.name} does`}>
                <IconHelpCircle size={18} aria-hidden />
              </ActionIcon>
            </HoverCard.Target>
            <HoverCard.Dropdown>
              <Text fz="sm" fw={600} mb={4}>
                {definition.summary}
              </Text>
              <Text fz="sm">{definition.help}</Text>
            </HoverCard.Dropdown>
          </HoverCard>
        )}
        {errors > 0 && (
          <Badge color="red" variant="light" tt="none">
            {errors === 1 ? '1 problem' : `${errors} problems`}
          </Badge>
        )}
      </div>
      <Group gap="sm" wrap="nowrap">
        <SaveState isBrief />
        <Switch
          size="sm"
          label="Enabled"
          labelPosition="left"
          disabled={!mayEdit}
          checked={node.disabled !== true}
          onChange={(event) => edit([{ op: 'set-disabled', nodes: [node.id], disabled: !event.currentTarget.checked }])}
        />
        <Tooltip label={hasNote ? 'Hide the note' : 'Write a note for colleagues'}>
          <ActionIcon
            variant="subtle"
            color={node.note === undefined ? 'gray' : 'indigo'}
            aria-label="Note"
            aria-expanded={hasNote}
            onClick={() => setNote(!hasNote)}
          >
            <IconNote size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Close (Esc)">
          <ActionIcon variant="subtle" color="gray" aria-label="Close" onClick={closeNode}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      {hasNote && <NodeNote node={node} />}
    </header>
  );
}

function Step({
  label,
  direction,
  isThere,
  go,
}: {
  label: string;
  direction: 'before' | 'behind';
  isThere: boolean;
  go: HeaderProps['go'];
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={!isThere} onClick={() => go(direction)}>
        {direction === 'before' ? <IconArrowLeft size={17} aria-hidden /> : <IconArrowRight size={17} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}

function NodeName({ node }: { node: FlowNode }) {
  const mayEdit = useMayEdit();
  const { shown, type, leave } = useTyped(node.name, (typed) => {
    const name = typed.trim();
    if (name === '') return false;
    return edit([{ op: 'rename-node', node: node.id, name, was: node.name }], { gesture: `rename ${node.id}` });
  });
  return (
    <TextInput
      variant="unstyled"
      aria-label="Name of the node"
      readOnly={!mayEdit}
      value={shown}
      maxLength={120}
      className={classes.name}
      style={{ width: `${Math.min(40, Math.max(8, shown.length + 2))}ch` }}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}

function NodeNote({ node }: { node: FlowNode }) {
  const mayEdit = useMayEdit();
  const { shown, type, flush } = useTyped(node.note ?? '', (note) =>
    edit([{ op: 'set-note', node: node.id, note: note.trim() === '' ? null : note, was: node.note ?? null }], {
      gesture: `note ${node.id}`,
    }),
  );
  return (
    <Textarea
      className={classes.note}
      aria-label="Note for colleagues"
      readOnly={!mayEdit}
      placeholder="What a colleague should know about this node"
      value={shown}
      autosize
      minRows={1}
      maxRows={5}
      maxLength={4000}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={flush}
    />
  );
}

/** The node's type, and those it could be instead: of its own kind, with as many inputs. */
function TypeMenu({ node }: { node: FlowNode }) {
  const now = catalogue.get(node.type);
  const others = definitions.filter(({ kind, type }) => kind === now?.kind && type !== node.type);
  if (!useMayEdit()) return <span className={classes.type}>{now?.name ?? node.type}</span>;
  return (
    <Menu position="bottom-start" shadow="md" width={320} withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.type} aria-label={`Type: ${now?.name ?? node.type}. Change`}>
          {now?.name ?? node.type}
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          Make it another {now === undefined ? 'node' : kinds[now.kind].label.toLowerCase()}; its settings begin anew
        </Menu.Label>
        {others.map(({ type, name, summary }) => (
          <Menu.Item key={type} onClick={() => edit([{ op: 'replace-type', node: node.id, type, was: node.type }])}>
            {name}
            <Text fz="xs" c="dimmed">
              {summary}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
