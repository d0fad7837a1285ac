import { Anchor, Paper, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Keys } from '../runs/columns.tsx';
import { countText } from '../text.ts';
import classes from './quarantine.module.css';
import type { Detail } from './queries.ts';

/** What waits behind a message that parks its order key, the next one first. */
export function Successors({ detail, environment }: { detail: Detail; environment: string }) {
  if (!detail.parks || detail.state !== 'open') return null;
  const { count, first } = detail.successors;
  return (
    <Paper component="section" className={classes.card} aria-labelledby="behind">
      <div className={classes.cardHead}>
        <Title order={2} fz="h4" id="behind">
          {count === 0 ? 'Nothing waits behind it' : `${countText(count, 'message')} behind it`}
        </Title>
      </div>
      <Text fz="sm" c="dimmed" px={20} pb="sm">
        This message parks its order key. Replay it, replace it by an edited copy, or skip it: then the next ones go on,
        in order.
      </Text>
      <ul className={classes.list}>
        {first.map(({ run, keys }, i) => (
          <li key={run} className={classes.successor}>
            <span className={classes.quiet}>{i + 1}.</span>
            <Anchor component={Link} to={`/${environment}/runs/${run}`} fz="sm">
              {keys.some(({ value }) => value !== null) ? (
                <Keys keys={keys} />
              ) : (
                <span className={classes.mono}>{run}</span>
              )}
            </Anchor>
          </li>
        ))}
        {count > first.length && (
          <li className={classes.quiet}>and {countText(count - first.length, 'more message')}</li>
        )}
      </ul>
    </Paper>
  );
}
