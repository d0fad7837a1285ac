import { Alert, Button, Group, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Fixture } from '@throughline/flow';
import { useState } from 'react';
import { openDocument, useDocument } from '../store/document.ts';
import { TestDetail } from './test-detail.tsx';
import { isPassed, keyOf, runTests, type TestResult } from './tests.ts';
import { behaviourOf } from './trial.ts';
import classes from './try.module.css';
import { useTrialEnvironment } from './use-trial.ts';

interface Ran {
  results: ReadonlyMap<string, TestResult>;
  /** The flow as it was then. */
  behaviour: string;
}

/** The flow's tests: kept messages that say what is to become of them. */
export function TestsTab() {
  const document = useDocument((state) => state.document)!;
  const tests = document.fixtures.filter(({ kind, expect }) => kind === 'message' && expect != null);
  const environment = useTrialEnvironment();
  const [shown, show] = useState<string | null>(null);
  const [ran, setRan] = useState<Ran>({ results: new Map(), behaviour: '' });
  const behaviour = behaviourOf(document);
  const run = useMutation({
    mutationFn: async (only: string | undefined) => {
      const now = openDocument();
      return { results: await runTests(now, environment ?? '', only), behaviour: behaviourOf(now) };
    },
    onSuccess: (next, only) => {
      const fresh = next.results.map((one) => [keyOf(one), one] as const);
      const kept = only === undefined || ran.behaviour !== next.behaviour ? [] : ran.results;
      setRan({ results: new Map([...kept, ...fresh]), behaviour: next.behaviour });
      const failed = next.results.find((one) => !isPassed(one));
      if (failed !== undefined || shown === null) show(keyOf(failed ?? next.results[0] ?? tests[0]!));
    },
  });
  if (tests.length === 0) return <NoTests />;
  const open = tests.find((one) => keyOf(one) === shown) ?? tests[0]!;
  return (
    <div className={classes.try}>
      <Group gap="sm" className={classes.controls}>
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={run.isPending}
          disabled={environment === null}
          onClick={() => run.mutate(undefined)}
        >
          Run all tests
        </Button>
        <Text fz="sm" role="status">
          {summaryOf(tests, ran, behaviour)}
        </Text>
      </Group>
      {run.error !== null && (
        <Alert color="red" variant="light" py={6} radius={0} title="The tests could not run">
          {run.error.message}
        </Alert>
      )}
      <div className={classes.result}>
        <ol className={classes.steps} aria-label="Tests">
          {tests.map((test) => {
            const result = ran.results.get(keyOf(test));
            return (
              <li key={keyOf(test)}>
                <UnstyledButton
                  className={classes.step}
                  aria-current={test === open || undefined}
                  onClick={() => show(keyOf(test))}
                >
                  <Verdict result={result} />
                  <span className={classes.name}>{test.name}</span>
                  {result !== undefined && !isPassed(result) && (
                    <span className={classes.took}>
                      {result.differences.length === 1 ? '1 difference' : `${result.differences.length} differences`}
                    </span>
                  )}
                </UnstyledButton>
              </li>
            );
          })}
        </ol>
        <TestDetail
          key={keyOf(open)}
          test={open}
          result={ran.results.get(keyOf(open))}
          isBusy={run.isPending}
          run={() => run.mutate(open.name)}
        />
      </div>
    </div>
  );
}

function summaryOf(tests: readonly Fixture[], { results, behaviour }: Ran, now: string): string {
  const known = tests.flatMap((test) => results.get(keyOf(test)) ?? []);
  if (known.length === 0) return `${tests.length} ${tests.length === 1 ? 'test' : 'tests'}`;
  const passed = `${known.filter(isPassed).length} of ${known.length} passed`;
  return behaviour === now ? passed : `${passed}, before the last changes of the flow`;
}

function NoTests() {
  return (
    <div className={classes.empty}>
      <Text fw={600} fz="sm">
        No tests yet
      </Text>
      <Text fz="sm" c="dimmed" maw={520}>
        Try a sample through the whole flow and choose “Save as a test”, or save a past run as one: from then on it is
        expected to end the same way. Tests travel with the flow and run before it is released.
      </Text>
    </div>
  );
}

function Verdict({ result }: { result: TestResult | undefined }) {
  if (result === undefined) return <span className={classes.dot} aria-label="Not run" role="img" />;
  return isPassed(result) ? (
    <IconCheck size={15} color="var(--state-delivered)" aria-label="Passed" />
  ) : (
    <IconAlertTriangle size={15} color="var(--state-quarantined)" aria-label="Failed" />
  );
}
