import { Alert, Button, Group, Table, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { shortText } from '../editor/message/short.ts';
import { openDocument, useDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { isPassed, runTests, type TestResult } from './tests.ts';
import classes from './try.module.css';
import { useTrialEnvironment } from './use-trial.ts';

/** The flow's tests: kept messages that say what is to become of them. */
export function TestsTab() {
  const fixtures = useDocument((state) => state.document?.fixtures) ?? [];
  const tests = fixtures.filter(({ kind, expect }) => kind === 'message' && expect !== undefined && expect !== null);
  const environment = useTrialEnvironment();
  const [shown, setShown] = useState<string | null>(null);
  const run = useMutation({
    mutationFn: () => runTests(openDocument(), environment ?? ''),
    onSuccess: (results) => setShown(results.find((one) => !isPassed(one))?.name ?? null),
  });
  const results = new Map(run.data?.map((one) => [`${one.node}/${one.name}`, one]));
  const passed = run.data?.filter(isPassed).length ?? 0;
  if (tests.length === 0) {
    return (
      <div className={classes.empty}>
        <Text fw={600} fz="sm">
          No tests yet
        </Text>
        <Text fz="sm" c="dimmed" maw={520}>
          Try a sample through the whole flow and choose “Save as a test”: from then on it is expected to end the same
          way. Tests travel with the flow and run before it is released.
        </Text>
      </div>
    );
  }
  const open = shown === null ? undefined : [...results.values()].find(({ name }) => name === shown);
  return (
    <div className={classes.try}>
      <Group gap="sm" className={classes.controls}>
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={run.isPending}
          disabled={environment === null}
          onClick={() => run.mutate()}
        >
          Run all tests
        </Button>
        <Text fz="sm" role="status">
          {run.data === undefined
            ? `${tests.length} ${tests.length === 1 ? 'test' : 'tests'}`
            : `${passed} of ${run.data.length} passed`}
        </Text>
      </Group>
      {run.error !== null && (
        <Alert color="red" variant="light" py={6} radius={0} title="The tests could not run">
          {run.error.message}
        </Alert>
      )}
      <div className={classes.result}>
        <ol className={classes.steps} aria-label="Tests">
          {tests.map(({ name, node }) => {
            const result = results.get(`${node}/${name}`);
            return (
              <li key={`${node}/${name}`}>
                <UnstyledButton
                  className={classes.step}
                  aria-current={shown === name || undefined}
                  onClick={() => setShown(name)}
                >
                  {result === undefined ? (
                    <span className={classes.dot} aria-label="Not run" role="img" />
                  ) : (
                    <Verdict result={result} />
                  )}
                  <span className={classes.name}>{name}</span>
                  {result !== undefined && !isPassed(result) && (
                    <span className={classes.took}>{result.differences.length} different</span>
                  )}
                </UnstyledButton>
              </li>
            );
          })}
        </ol>
        <div className={classes.detail}>
          {open === undefined ? (
            <p className={classes.none}>Run the tests to see how they end.</p>
          ) : (
            <Differences result={open} />
          )}
        </div>
      </div>
    </div>
  );
}

function Verdict({ result }: { result: TestResult }) {
  return isPassed(result) ? (
    <IconCheck size={15} color="var(--state-delivered)" aria-label="Passed" />
  ) : (
    <IconAlertTriangle size={15} color="var(--state-quarantined)" aria-label="Failed" />
  );
}

function Differences({ result }: { result: TestResult }) {
  if (isPassed(result)) return <p className={classes.none}>It ends as expected.</p>;
  const problem = result.problems.find(({ severity }) => severity === 'error');
  if (result.outcome === null) return <p className={classes.none}>{problem?.sentence ?? 'It could not run.'}</p>;
  return (
    <div className={classes.differences}>
      <Table verticalSpacing={4} fz="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Where</Table.Th>
            <Table.Th>Expected</Table.Th>
            <Table.Th>Now</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.differences.slice(0, 200).map(({ path, expected, actual }) => (
            <Table.Tr key={path}>
              <Table.Td ff="monospace">{path}</Table.Td>
              <Table.Td ff="monospace">{expected === undefined ? 'nothing' : shortText(expected)}</Table.Td>
              <Table.Td ff="monospace">{actual === undefined ? 'nothing' : shortText(actual)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Button size="xs" variant="default" m="sm" onClick={() => expectNow(result)}>
        Expect this from now on
      </Button>
    </div>
  );
}

/** Which answers were chosen, and the note, stay as they were. */
function expectNow({ name, node, outcome }: TestResult): void {
  const fixture = openDocument().fixtures.find(
    (one) => one.kind === 'message' && one.node === node && one.name === name,
  );
  if (fixture === undefined || outcome === null) return;
  const { note, answers } = (fixture.expect ?? {}) as { note?: string; answers?: Record<string, string> };
  const expect = { ...outcome, ...(note === undefined ? {} : { note }), ...(answers === undefined ? {} : { answers }) };
  edit([{ op: 'set-fixture', fixture: { ...fixture, expect: expect as never }, was: fixture as never }], {
    label: 'Change a test',
  });
}
