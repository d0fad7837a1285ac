import { Anchor, CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClockHour4, IconProgress } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDocument } from '../store/document.ts';
import { showWalk, useView } from '../store/view.ts';
import { sinceRun, sinceWords } from '../walk/since.ts';
import classes from './designer.module.css';

/** What the walk on the canvas comes to, and the way to all of it. */
export function WalkBar() {
  const walk = useView((state) => state.walk);
  const document = useDocument((state) => state.document);
  const isTryShown = useView(({ panel }) => panel === 'try' || panel === 'tests' || panel === 'samples');
  // What was tried stands in the drawer as well.
  if (walk === null || (isTryShown && walk.source.kind === 'trial')) return null;
  const states = new Set([...walk.nodes.values()].map(({ state }) => state));
  const { source } = walk;
  const since = document === null ? null : sinceRun(walk, document);
  return (
    <div className={`${classes.bar} ${classes.walk}`} data-canvas>
      <span className={classes.summary} role="status">
        {walk.isUnderWay ? (
          <IconProgress size={17} color="var(--state-flight)" aria-hidden />
        ) : states.has('failed') ? (
          <IconAlertTriangle size={17} color="var(--state-quarantined)" aria-hidden />
        ) : states.has('waiting') ? (
          <IconClockHour4 size={17} color="var(--state-flight)" aria-hidden />
        ) : (
          <IconCircleCheck size={17} color="var(--state-delivered)" aria-hidden />
        )}
        <span>
          {walk.summary}
          {since !== null && <span className={classes.since}> {sinceWords(since)}</span>}
        </span>
      </span>
      {source.kind === 'run' && (
        <Anchor
          renderRoot={(props) => (
            <Link
              to="/$environment/runs/$run"
              params={{ environment: source.environment, run: source.id }}
              {...props}
            />
          )}
          fz="sm"
          className={classes.way}
        >
          Open the run
        </Anchor>
      )}
      <CloseButton size="sm" aria-label="Put the walk away" onClick={() => showWalk(null)} />
    </div>
  );
}
