import { Button, Group, Text } from '@mantine/core';
import type { FieldChange } from '@throughline/flow';
import { useState } from 'react';
import { CodeDiff } from '../code/code-diff.tsx';
import type { Change } from './changes.ts';
import { fieldWords } from './field-words.ts';
import { type Line, lineDifferences } from './lines.ts';
import classes from './versions.module.css';

interface FieldsProps {
  change: Change | undefined;
  /** What both sides are called. */
  sides: { before: string; after: string };
}

/** What differs in the thing one is at, field by field. */
export function Fields({ change, sides }: FieldsProps) {
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
        <OneField
          key={field.field}
          {...field}
          words={fieldWords(field.field, change.type).join(' › ')}
          of={change.title}
          sides={sides}
        />
      ))}
    </section>
  );
}

interface OneFieldProps extends FieldChange, Pick<FieldsProps, 'sides'> {
  words: string;
  of: string;
}

function OneField({ field, before, after, words, of, sides }: OneFieldProps) {
  const [isBeside, setBeside] = useState(false);
  const language = typeof before === 'string' && typeof after === 'string' ? LANGUAGES[field] : undefined;
  const shown = lineDifferences(textOf(before), textOf(after))
    .filter(({ text }) => text !== ABSENT)
    .map((line, i) => ({ ...line, key: `${i}${line.sign}` }));
  return (
    <div className={classes.field}>
      <Group justify="space-between" wrap="nowrap">
        <Text fz="xs" c="dimmed">
          {words}
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
          label={`${words} of ${of}`}
          language={language}
          sides={sides}
          before={String(before)}
          after={String(after)}
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
