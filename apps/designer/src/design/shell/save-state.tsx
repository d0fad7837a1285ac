import { Tooltip } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconCloudOff, IconLock, IconRefresh } from '@tabler/icons-react';
import { useDocument } from '../store/document.ts';
import classes from './header.module.css';

/** Whether everything is saved; if not, what waits and why. `isBrief`: only what keeps it from being saved. */
export function SaveState({ isBrief = false }: { isBrief?: boolean }) {
  const waiting = useDocument(({ pending }) => pending.length);
  const hindrance = useDocument((state) => state.hindrance);
  const by = useDocument((state) => state.updatedBy);
  const edits = `${waiting} ${waiting === 1 ? 'change waits' : 'changes wait'}`;
  const { Icon, text, why, isBad } = stateOf();
  if (isBrief && hindrance === null) return null;
  return (
    <Tooltip label={why} multiline maw={300}>
      {/* One live region, so that it is read out when it changes. */}
      <span
        className={classes.saved}
        data-bad={isBad || undefined}
        role="status"
        data-testid={isBrief ? undefined : 'save-state'}
      >
        <Icon size={15} stroke={1.8} aria-hidden /> {text}
      </span>
    </Tooltip>
  );

  function stateOf() {
    if (hindrance?.kind === 'offline') {
      return {
        Icon: IconCloudOff,
        text: waiting === 0 ? 'Offline' : `Offline, ${edits}`,
        why: 'The server does not answer. Go on: everything is kept in this browser, also over a reload, and saved when it is back.',
        isBad: true,
      };
    }
    if (hindrance?.kind === 'signed-out') {
      return { Icon: IconLock, text: `Signed out, ${edits}`, why: 'Sign in again; nothing is lost.', isBad: true };
    }
    if (hindrance?.kind === 'refused') {
      return { Icon: IconAlertCircle, text: 'Not saved', why: hindrance.sentence, isBad: true };
    }
    if (waiting > 0) return { Icon: IconRefresh, text: 'Saving…', why: 'On its way to the server.', isBad: false };
    return {
      Icon: IconCheck,
      text: 'All changes saved',
      why:
        by === null
          ? 'In the draft; publish to make a version.'
          : `In the draft, last changed by ${by}. Publish to make a version.`,
      isBad: false,
    };
  }
}
