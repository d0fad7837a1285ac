import { Button, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconTestPipe } from '@tabler/icons-react';
import type { Fixture } from '@throughline/flow';
import type { Content } from '../viewer/open.ts';
import type { Trace } from './query.ts';

/** Takes this message along as a named sample of its flow; only revealed, since a fixture is read by whoever reads the flow. */
export function CopyFixture({ run, content }: { run: Trace; content: Content }) {
  const trigger = run.plan.find(({ place }) => place === 'trigger')?.node ?? '';
  const { text } = content;
  if (content.masked || text === undefined) {
    return (
      <Tooltip label="Reveal the message first: a fixture holds all of it">
        <Button size="xs" variant="default" disabled leftSection={<IconTestPipe size={15} aria-hidden />}>
          Copy as test fixture
        </Button>
      </Tooltip>
    );
  }
  const fixture: Fixture = {
    name: `run ${run.id.slice(0, 13)}`,
    kind: 'message',
    node: trigger,
    contentType: content.contentType,
    body: text,
  };
  return (
    <CopyButton value={JSON.stringify(fixture, null, 2)}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconTestPipe size={15} aria-hidden />}
          onClick={copy}
        >
          {copied ? 'Copied' : 'Copy as test fixture'}
        </Button>
      )}
    </CopyButton>
  );
}
