import { Button, Group, SegmentedControl, Table, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { Fixture } from '@throughline/flow';
import { useMemo, useState } from 'react';
import { shortText } from '../editor/message/short.ts';
import { ValueTree } from '../editor/tree/value-tree.tsx';
import { openDocument, useDocument, useMayEdit } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { readSample } from './sample.ts';
import { isPassed, type TestResult } from './tests.ts';
import classes from './try.module.css';

interface TestDetailProps {
  test: Fixture;
  result: TestResult | undefined;
  isBusy: boolean;
  run: () => void;
}

type Side = 'result' | 'expected' | 'message';

/** One test: how it ended, what it expects, the message it takes. */
export function TestDetail({ test, result, isBusy, run }: TestDetailProps) {
  const document = useDocument((state) => state.document)!;
  const mayEdit = useMayEdit();
  const [side, setSide] = useState<Side>('result');
  const { name, node, contentType, body } = test;
  const read = useMemo(
    () => readSample({ id: '', name, origin: 'fixture', node, contentType, body }, document),
    [name, node, contentType, body, document],
  );
  const { answers, ...expected } = (test.expect ?? {}) as { answers?: Record<string, string> };
  return (
    <div className={classes.detail}>
      <Group gap="xs" className={classes.sides}>
        <SegmentedControl
          size="xs"
          aria-label="What to look at"
          value={side}
          onChange={(next) => setSide(next as Side)}
          data={[
            { value: 'result', label: 'Result' },
            { value: 'expected', label: 'Expected' },
            { value: 'message', label: 'Message' },
          ]}
        />
        {answers !== undefined && Object.keys(answers).length > 0 && (
          <Text fz="xs" c="dimmed">
            Answered with {Object.values(answers).join(', ')}
          </Text>
        )}
        <Group gap="xs" ml="auto">
          {mayEdit && (
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              onClick={() => change(test, { expect: undefined }, 'Keep a test as a sample only')}
            >
              No longer a test
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            loading={isBusy}
            onClick={run}
          >
            Run this one
          </Button>
        </Group>
      </Group>
      {side === 'expected' ? (
        <ValueTree label="Expected" value={expected} shape={undefined} />
      ) : side === 'message' ? (
        'value' in read ? (
          <ValueTree label="Message" value={read.value} shape={undefined} />
        ) : (
          <p className={classes.none}>{read.sentence}</p>
        )
      ) : result === undefined ? (
        <p className={classes.none}>Not run yet. It ends well when what comes out is what is expected.</p>
      ) : (
        <Result test={test} result={result} run={run} />
      )}
    </div>
  );
}

function Result({ test, result, run }: { test: Fixture; result: TestResult; run: () => void }) {
  const mayEdit = useMayEdit();
  const accept = () => {
    expectNow(test, result);
    run();
  };
  if (isPassed(result)) return <p className={classes.none}>It ends as expected.</p>;
  const problem = result.problems.find(({ severity }) => severity === 'error');
  if (result.outcome === null) return <p className={classes.none}>{problem?.sentence ?? 'It could not run.'}</p>;
  return (
    <section className={classes.differences} aria-label="Differences" tabIndex={0}>
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
      {mayEdit && (
        <Button size="xs" variant="default" m="sm" onClick={accept}>
          Expect this from now on
        </Button>
      )}
    </section>
  );
}

/** Which answers were chosen, and the note, stay as they were. */
function expectNow(test: Fixture, { outcome }: TestResult): void {
  const { note, answers } = (test.expect ?? {}) as { note?: string; answers?: Record<string, string> };
  const expect = { ...outcome, ...(note === undefined ? {} : { note }), ...(answers === undefined ? {} : { answers }) };
  change(test, { expect: expect as never }, 'Change a test');
}

function change({ name, node }: Fixture, next: Partial<Fixture>, label: string): void {
  const fixture = openDocument().fixtures.find(
    (one) => one.kind === 'message' && one.node === node && one.name === name,
  );
  if (fixture === undefined) return;
  const { expect, ...rest } = { ...fixture, ...next };
  const changed = expect === undefined ? rest : { ...rest, expect };
  edit([{ op: 'set-fixture', fixture: changed as never, was: fixture as never }], { label });
}
