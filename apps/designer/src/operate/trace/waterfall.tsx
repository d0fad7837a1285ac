import { Paper, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconFilter } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo } from 'react';
import { countText, spanText } from '../text.ts';
import type { Step, Trace } from './query.ts';
import classes from './trace.module.css';
import { barsOf } from './walk.ts';

interface WaterfallProps {
  run: Trace;
  selected: number | null;
  onSelect: (index: number | null) => void;
}

/** The steps as they ran, each where it lies in time. The first line is the message as it came. */
export function Waterfall({ run, selected, onSelect }: WaterfallProps) {
  const { bars, total } = useMemo(() => barsOf(run), [run]);
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = Math.min(Math.max((selected ?? -1) + by, -1), run.steps.length - 1);
    onSelect(next < 0 ? null : next);
    const list = event.currentTarget;
    list.querySelectorAll<HTMLElement>('button')[next + 1]?.focus();
  };
  return (
    <Paper component="section" className={classes.card} aria-labelledby="steps">
      <div className={classes.cardHead}>
        <Title order={2} id="steps" fz="h4">
          Steps
        </Title>
        <Text fz="xs" c="dimmed" className="numeric">
          {run.steps.length === 0 ? 'none on record' : `${run.steps.length} in ${spanText(total)}`}
        </Text>
      </div>
      <ol className={classes.steps} onKeyDown={move}>
        <li>
          <button
            type="button"
            className={classes.step}
            aria-pressed={selected === null}
            onClick={() => onSelect(null)}
          >
            <span className={classes.icon} />
            <span className={classes.stepName}>Received</span>
            <span />
            <span className={classes.took} />
          </button>
        </li>
        {run.steps.map((step, i) => {
          const { start, ms } = bars[i]!;
          const planned = run.plan[step.step];
          return (
            <li key={`${step.at} ${step.step} ${i}`}>
              <button
                type="button"
                className={classes.step}
                aria-pressed={selected === i}
                data-failed={step.error !== undefined || undefined}
                onClick={() => onSelect(i)}
              >
                <StepIcon step={step} />
                <span className={classes.stepName}>
                  {planned?.name ?? planned?.node ?? step.step}
                  <span className={classes.stepNote}>{noteOf(step)}</span>
                </span>
                <span className={classes.track} aria-hidden>
                  <span
                    className={classes.bar}
                    style={{ left: `${(start / total) * 100}%`, width: `max(3px, ${(ms / total) * 100}%)` }}
                  />
                </span>
                <span className={classes.took}>{spanText(ms)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </Paper>
  );
}

function noteOf({ error, status, attempt, end, port, lines }: Step): string {
  if (error !== undefined) return error.code;
  if (status !== undefined) return attempt !== undefined && attempt > 1 ? `${status}, attempt ${attempt}` : status;
  if (end === 'filtered') return 'filtered';
  const parts = [
    port !== undefined && port !== 'out' ? `→ ${port}` : '',
    lines > 0 ? countText(lines, 'log line') : '',
  ];
  return parts.filter(Boolean).join(' · ');
}

function StepIcon({ step }: { step: Step }) {
  if (step.error !== undefined) {
    return <IconAlertTriangle className={classes.icon} color="var(--state-quarantined)" aria-label="failed" />;
  }
  if (step.end === 'filtered') {
    return <IconFilter className={classes.icon} color="var(--state-filtered)" aria-label="filtered" />;
  }
  return <IconCircleCheck className={classes.icon} color="var(--state-delivered)" aria-label="done" />;
}
