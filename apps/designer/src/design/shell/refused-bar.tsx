import { Alert, Anchor } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDocument } from '../store/document.ts';
import classes from './designer.module.css';

/** Edits are no longer taken, as of a flow that somebody archived: what happened, and what becomes of them. */
export function RefusedBar() {
  const sentence = useDocument(({ hindrance }) => (hindrance?.kind === 'refused' ? hindrance.sentence : null));
  if (sentence === null) return null;
  return (
    <Alert
      className={classes.refused}
      color="red"
      variant="default"
      role="alert"
      icon={<IconAlertCircle aria-hidden />}
      title="Nothing is saved any more"
    >
      {sentence} What you change is kept in this browser, and saved when the flow is opened again.{' '}
      <Anchor component={Link} to="/flows" fz="sm" underline="always">
        All flows
      </Anchor>
    </Alert>
  );
}
