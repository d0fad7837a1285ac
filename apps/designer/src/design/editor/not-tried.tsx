import { Text } from '@mantine/core';
import classes from './node-editor.module.css';

/** In place of a message, for somebody who may see flows and no messages. */
export function NotTried() {
  return (
    <div className={classes.empty}>
      <Text fz="sm" c="dimmed">
        Your role looks at flows without taking messages through them.
      </Text>
    </div>
  );
}
