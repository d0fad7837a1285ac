import { Button, Group, Text } from '@mantine/core';
import { type FieldChange, pointerParts } from '@throughline/flow';
import { useState } from 'react';
import { CodeDiff } from '../code/code-diff.tsx';
import type { Change } from './changes.ts';
import { type Line, lineDifferences } from './lines.ts';
import classes from './versions.module.css';

/** What differs in the thing one is at, field by field. */
export function Fields({ change }: { change: Change | undefined }) {
  if (change === undefined) {
    return (
      <div className={classes.fields}>
        <Text fz="sm" c="dimmed">
          Go through the differences with the arrows above, or choose one.
        </Text>
      </div>
    );
  }
  return (
    <section className={classes.fields} aria-label={`Differences of ${change.title}`} tabIndex={0}>
      <Text fz="sm" fw={620}>
        {change.title}
      </Text>
      {change.fields.length === 0 && (
        <Text fz="sm" c="dimmed">
          {change.about}
        </Text>
      )}
      {change.fields.map((field) => (
        <OneField key={field.field} {...field} />
      ))}
    </section>
  );
}

function OneField({ field, before, after }: FieldChange) {
  const [isBeside, setBeside] = useState(false);
  const language = LANGUAGES[field];
  const shown = lineDifferences(textOf(before), textOf(after))
    .filter(({ text }) => text !== ABSENT)
    .map((line, i) => ({ ...line, key: `${i}${line.sign}` }));
  return (
    <div className={classes.field}>
      <Group justify="space-between" wrap="nowrap">
        <Text fz="xs" c="dimmed">
          {pathOf(field)}
        </Text>
        {language !== undefined && (
          <Button size="compact-xs" variant="subtle" onClick={() => setBeside(true)}>
            Side by side
          </Button>
        )}
      </Group>
      <pre className={classes.lines}>
        {around(shown).map(({ key, sign, text }) => (
          <span key={key} data-sign={sign}>
            {sign} {text}
            {'\n'}
          </span>
        ))}
      </pre>
      {isBeside && language !== undefined && (
        <CodeDiff
          label={pathOf(field)}
          language={language}
          before={String(before ?? '')}
          after={String(after ?? '')}
          close={() => setBeside(false)}
        />
      )}
    </div>
  );
}

/** Settings that are code, and so worth an editor. */
const LANGUAGES: Record<string, 'javascript' | 'jsonata'> = {
  '/config/source': 'javascript',
  '/config/text': 'jsonata',
};

const ABSENT = '\u0000';
const CONTEXT = 2;

function textOf(value: unknown): string {
  if (value === undefined) return ABSENT;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Only what changed, with a little of what is around it. */
function around<T extends Line>(lines: readonly T[]): T[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ sign }) => sign !== ' '),
  );
  return lines.flatMap((line, i) => {
    if (near[i]) return [line];
    return near[i - 1] ? [{ ...line, text: '…' }] : [];
  });
}

function pathOf(field: string): string {
  const parts = pointerParts(field) ?? [];
  const words = parts[0] === 'config' ? parts.slice(1) : parts;
  if (words.length === 0) return 'All of it';
  return words.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part)).join(' › ');
}
