import { ActionIcon, Anchor, Button, Tooltip } from '@mantine/core';
import {
  IconAlertCircle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconCircleCheck,
  IconHistory,
  IconLayoutSidebarLeftExpand,
  IconListSearch,
  IconTestPipe,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { keysText } from '../../frame/command-palette.tsx';
import { redoTold, undoTold } from '../actions/undo.ts';
import { useDocument } from '../store/document.ts';
import { showDialog, togglePalette, togglePanel, useView } from '../store/view.ts';
import { FlowName } from './flow-name.tsx';
import classes from './header.module.css';
import { People } from './people.tsx';
import { SaveState } from './save-state.tsx';
import { SendSample } from './send-sample.tsx';

/** What flow this is, how it stands, and the few things one does with all of it. */
export function Header({
  flow,
  isEditable,
  permissions,
}: {
  flow: string;
  isEditable: boolean;
  permissions: readonly string[];
}) {
  const isPaletteOpen = useView((state) => state.isPaletteOpen);
  return (
    <header className={classes.header} data-canvas>
      <div className={classes.side}>
        {isEditable && !isPaletteOpen && (
          <Tooltip label="Show the node types">
            <ActionIcon
              variant="subtle"
              color="gray"
              size={32}
              aria-label="Show the node types"
              onClick={togglePalette}
            >
              <IconLayoutSidebarLeftExpand size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        <Anchor component={Link} to="/flows" className={classes.back} aria-label="All flows">
          <IconChevronLeft size={17} aria-hidden />
        </Anchor>
        <FlowName isEditable={isEditable} />
        <SaveState />
      </div>
      <div className={classes.side}>
        <People />
        {isEditable && <Turns />}
        <ProblemsButton />
        <Tooltip label={`Find in the flow, ${keysText('Mod+F')}`}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label="Outline and search"
            onClick={() => togglePanel('outline')}
          >
            <IconListSearch size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Versions">
          <ActionIcon
            renderRoot={(props) => <Link to="/flows/$flow/versions" params={{ flow }} {...props} />}
            variant="subtle"
            color="gray"
            size={32}
            aria-label="Versions"
          >
            <IconHistory size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
        {permissions.includes('flow.try') && (
          <Button
            size="xs"
            variant="default"
            className={classes.short}
            aria-label="Try it"
            leftSection={<IconTestPipe size={15} stroke={1.7} aria-hidden />}
            onClick={() => togglePanel('try')}
          >
            Try it
          </Button>
        )}
        {permissions.includes('message.send') && <SendSample flow={flow} />}
        {permissions.includes('flow.publish') && (
          <Button size="xs" onClick={() => showDialog('publish')}>
            Publish
          </Button>
        )}
      </div>
    </header>
  );
}

function Turns() {
  const back = useDocument(({ past }) => past.at(-1)?.label);
  const forth = useDocument(({ future }) => future.at(-1)?.label);
  return (
    <span className={classes.turns}>
      <Tooltip label={back === undefined ? 'Nothing to undo' : `Undo: ${back}, ${keysText('Mod+Z')}`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label="Undo"
          data-disabled={back === undefined || undefined}
          aria-disabled={back === undefined}
          onClick={undoTold}
        >
          <IconArrowBackUp size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={forth === undefined ? 'Nothing to redo' : `Redo: ${forth}, ${keysText('Mod+Shift+Z')}`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label="Redo"
          data-disabled={forth === undefined || undefined}
          aria-disabled={forth === undefined}
          onClick={redoTold}
        >
          <IconArrowForwardUp size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

function ProblemsButton() {
  const errors = useDocument(({ problems }) => problems.filter(({ severity }) => severity === 'error').length);
  const all = useDocument(({ problems }) => problems.length);
  const isBegun = useDocument(({ document }) => document !== null && document.nodes.length > 0);
  // An empty canvas asks for the first node itself; that it has none yet is no mistake.
  if (!isBegun) return null;
  const label = all === 0 ? 'No problems' : `${all} ${all === 1 ? 'problem' : 'problems'}`;
  return (
    <Tooltip label={errors > 0 ? `${errors} must be mended before publishing, P` : 'What the check says, P'}>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        className={classes.problems}
        aria-label={label}
        data-errors={errors > 0 || undefined}
        data-none={all === 0 || undefined}
        leftSection={
          all === 0 ? (
            <IconCircleCheck size={16} stroke={1.7} aria-hidden />
          ) : (
            <IconAlertCircle size={16} stroke={1.8} aria-hidden />
          )
        }
        onClick={() => togglePanel('problems')}
      >
        {all === 0 ? <span className={classes.words}>{label}</span> : all}
        {all > 0 && <span className={classes.words}>&nbsp;{all === 1 ? 'problem' : 'problems'}</span>}
      </Button>
    </Tooltip>
  );
}
