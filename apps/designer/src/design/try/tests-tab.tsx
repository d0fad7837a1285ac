import { Alert, Button, Group, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Fixture, FlowDocument } from '@throughline/flow';
import { useMemo, useState } from 'react';
import { openDocument, useDocument } from '../store/document.ts';
import { TestDetail } from './test-detail.tsx';
import { isPassed, keyOf, runTests, type TestResult } from './tests.ts';
import classes from './try.module.css';
import { useTrialEnvironment } from './use-trial.ts';

interface Ran {
  /** Each with the message that was taken through. */
  results: ReadonlyMap<string, { result: TestResult; body: string }>;
  /** The flow as it was then. */
  behaviour: string;
}

/** The flow's tests: kept messages that say what is to become of them. */
export function TestsTab() {
  const document = useDocument((state) => state.document)!;
  const tests = testsIn(document.fixtures);
  const environment = useTrialEnvironment();
  const [shown, show] = useState<string | null>(null);
  const [ran, setRan] = useState<Ran>({ results: new Map(), behaviour: '' });
  const { nodes, wires, fixtures } = document;
  const behaviour = useMemo(() => behaviourFor({ nodes, wires, fixtures }), [nodes, wires, fixtures]);
  const resultOf = (test: Fixture) => {
    const known = ran.results.get(keyOf(test));
    return known?.body === test.body ? known.result : undefined;
  };
  const run = useMutation({
    mutationFn: async (only: string | undefined) => {
      const now = openDocument();
      const results = await runTests(now, environment ?? '', only);
      const bodies = new Map(testsIn(now.fixtures).map((test) => [keyOf(test), test.body]));
      return {
        results: results.map((result) => ({ result, body: bodies.get(keyOf(result)) ?? '' })),
        behaviour: behaviourFor(now),
      };
    },
    onSuccess: (next, only) => {
      const fresh = next.results.map((one) => [keyOf(one.result), one] as const);
      const kept = only === undefined || ran.behaviour !== next.behaviour ? [] : ran.results;
      setRan({ results: new Map([...kept, ...fresh]), behaviour: next.behaviour });
      const failed = next.results.find(({ result }) => !isPassed(result))?.result;
      if (failed !== undefined || shown === null) show(keyOf(failed ?? next.results[0]?.result ?? tests[0]!));
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
          {summaryOf(tests.length, tests.map(resultOf), ran.behaviour === behaviour)}
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
            const result = resultOf(test);
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
          result={resultOf(open)}
          isBusy={run.isPending}
          run={() => run.mutate(open.name)}
        />
      </div>
    </div>
  );
}

function testsIn(fixtures: readonly Fixture[]): Fixture[] {
  return fixtures.filter(({ kind, expect }) => kind === 'message' && expect != null);
}

/** What results depend on, besides the message of each: not what is expected of it. */
function behaviourFor({ nodes, wires, fixtures }: Pick<FlowDocument, 'nodes' | 'wires' | 'fixtures'>): string {
  return JSON.stringify([nodes, wires, fixtures.filter(({ kind }) => kind === 'answer')]);
}

function summaryOf(count: number, results: readonly (TestResult | undefined)[], isCurrent: boolean): string {
  const known = results.filter((result) => result !== undefined);
  if (known.length === 0) return `${count} ${count === 1 ? 'test' : 'tests'}`;
  const passed = `${known.filter(isPassed).length} of ${known.length} passed`;
  return isCurrent ? passed : `${passed}, before the last changes of the flow`;
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
