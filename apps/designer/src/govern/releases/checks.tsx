import { Anchor, Group, Paper, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { AskException } from './exceptions.tsx';
import type { Check } from './queries.ts';
import classes from './releases.module.css';
import { Way } from './way.tsx';

const looks = {
  passed: { Icon: IconCheck, colour: 'green.9', word: 'passed' },
  warned: { Icon: IconAlertTriangle, colour: 'orange.9', word: 'worth a look' },
  failed: { Icon: IconX, colour: 'red.9', word: 'in the way' },
};

/** What was looked at before it goes there. */
interface ChecksProps {
  checks: readonly Check[];
  environment: string;
  release: string;
}

export function Checks({ checks, environment, release }: ChecksProps) {
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      className={classes.section}
      component="section"
      aria-labelledby="checks"
    >
      <Title order={2} fz="h4" id="checks" mb="xs">
        Checks
      </Title>
      <ul className={classes.list}>
        {checks.map((check) => (
          <li key={check.name}>
            <CheckLine check={check} environment={environment} release={release} />
          </li>
        ))}
      </ul>
    </Paper>
  );
}

function CheckLine({ check, environment, release }: { check: Check; environment: string; release: string }) {
  const { title, state, sentence, findings } = check;
  const { Icon, colour, word } = looks[state];
  return (
    <Group align="start" wrap="nowrap" gap="sm">
      <ThemeIcon color={colour} size={22} radius="xl" variant="filled">
        <Icon size={14} aria-label={word} />
      </ThemeIcon>
      <div>
        <Text fz="sm" fw={600}>
          {title}
        </Text>
        <Text fz="sm" c="dimmed">
          {sentence}
        </Text>
        {findings.map((finding) => (
          <div key={`${finding.flow}${finding.node}${finding.code}${finding.sentence}`}>
            <Text fz="sm" mt={6}>
              {finding.severity === 'excused' && 'Excused: '}
              {finding.sentence}
            </Text>
            <Place finding={finding} />
            {finding.path !== undefined && finding.flow !== undefined && (
              <Way release={release} flow={finding.flow} path={finding.path} />
            )}
            {exceptable(finding) !== null && <AskException environment={environment} finding={exceptable(finding)!} />}
          </div>
        ))}
      </div>
    </Group>
  );
}

/** Where it is, to go there. */
function Place({ finding: { flow, node, field, code } }: { finding: Check['findings'][number] }) {
  const text = [flow, node].filter(Boolean).join(' / ');
  return (
    <Text fz="xs" c="dimmed" ff="monospace">
      {flow === undefined ? (
        text
      ) : (
        <Anchor
          component={Link}
          to="/flows/$flow"
          params={{ flow } as never}
          search={(node === undefined ? {} : { node: node.split('/')[0] }) as never}
          fz="xs"
          ff="monospace"
          c="dimmed"
          underline="always"
        >
          {text}
        </Anchor>
      )}{' '}
      {field} {code}
    </Text>
  );
}

/** Only what a rule objects to, at a step, can be answered for. */
function exceptable({ severity, flow, node, rule, sentence }: Check['findings'][number]) {
  if (severity !== 'error' || flow === undefined || node === undefined || rule === undefined) return null;
  return { flow, node, rule, sentence };
}
