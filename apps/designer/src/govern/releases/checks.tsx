import { Group, Paper, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { AskException } from './exceptions.tsx';
import type { Check } from './queries.ts';
import classes from './releases.module.css';

const looks = {
  passed: { Icon: IconCheck, colour: 'green.9', word: 'passed' },
  warned: { Icon: IconAlertTriangle, colour: 'orange.9', word: 'worth a look' },
  failed: { Icon: IconX, colour: 'red.9', word: 'in the way' },
};

/** What was looked at before it goes there. */
export function Checks({ checks, environment }: { checks: readonly Check[]; environment: string }) {
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
            <CheckLine check={check} environment={environment} />
          </li>
        ))}
      </ul>
    </Paper>
  );
}

function CheckLine({ check, environment }: { check: Check; environment: string }) {
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
            <Text fz="xs" c="dimmed" ff="monospace">
              {[finding.flow, finding.node].filter(Boolean).join(' / ')} {finding.code}
            </Text>
            {finding.path !== undefined && (
              <Text fz="xs" c="dimmed">
                {finding.path.join(' → ')}
              </Text>
            )}
            {exceptable(finding) !== null && <AskException environment={environment} finding={exceptable(finding)!} />}
          </div>
        ))}
      </div>
    </Group>
  );
}

/** Only what a rule objects to, at a step, can be answered for. */
function exceptable({ severity, flow, node, rule, sentence }: Check['findings'][number]) {
  if (severity !== 'error' || flow === undefined || node === undefined || rule === undefined) return null;
  return { flow, node, rule, sentence };
}
