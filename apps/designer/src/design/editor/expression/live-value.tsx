import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { evaluatedQuery, TOO_LARGE } from '../../try/evaluate.ts';
import { useTrialEnvironment } from '../../try/use-trial.ts';
import { shortText } from '../message/short.ts';
import { useScope } from '../widgets/scope.ts';
import classes from './live-value.module.css';

/** What the text gives for the chosen samples, as one writes. */
export function LiveValue({ text, language }: { text: string; language: 'jsonata' | 'template' }) {
  const { incoming } = useScope();
  const environment = useTrialEnvironment();
  const [settled] = useDebouncedValue(text, 250);
  const { data, error } = useQuery({
    ...evaluatedQuery({ language, text: settled, incoming, environment }),
    placeholderData: keepPreviousData,
  });
  if (text.trim() === '' || incoming.length === 0) return null;
  if (error !== null) return <div className={classes.fault}>{error.message}</div>;
  if (data === undefined) return <div className={classes.values} aria-busy />;
  const large = data.find((result) => 'error' in result && result.error.code === TOO_LARGE);
  if (large !== undefined && 'error' in large) return <div className={classes.fault}>{large.error.sentence}</div>;
  return (
    <div className={classes.values} role="status" aria-label="Value">
      {data.map((result, i) => (
        <div key={incoming[i]?.id ?? i} className={classes.value} data-fault={'error' in result || undefined}>
          {'error' in result ? <IconAlertTriangle size={13} aria-hidden /> : <IconArrowRight size={13} aria-hidden />}
          <span className={classes.text} title={incoming[i]?.name}>
            {'error' in result
              ? result.error.sentence
              : result.value === undefined
                ? 'nothing'
                : shortText(result.value)}
          </span>
          {data.length > 1 && <span className={classes.sample}>{incoming[i]?.name}</span>}
        </div>
      ))}
    </div>
  );
}
