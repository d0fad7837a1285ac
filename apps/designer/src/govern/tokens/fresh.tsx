import { Button, Code, CopyButton, Group } from '@mantine/core';
import { Notice } from '../parts/notice.tsx';

/** A token that was just made: the only time that it is shown. */
export function FreshToken({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <Notice color="green" radius="lg" title="Copy it now: it is shown once" withCloseButton onClose={onClose}>
      <Group>
        <Code fz="sm">{token}</Code>
        <CopyButton value={token}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Notice>
  );
}
