import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { Notice } from '../parts/notice.tsx';
import type { Key } from './queries.ts';

export interface NewKey {
  kind: Key['kind'];
  hint: string;
  secret: string | null;
}

/** The only time that a key is shown. */
export function FreshKey({ fresh, onClose }: { fresh: NewKey; onClose: () => void }) {
  const parts = [
    ...(fresh.kind === 'signature' ? [{ label: 'Key id, for X-Key-Id', value: fresh.hint }] : []),
    { label: fresh.kind === 'signature' ? 'Secret that signs' : 'Key', value: fresh.secret ?? '' },
  ];
  return (
    <Notice color="green" title="Copy it now: it is shown once" withCloseButton onClose={onClose}>
      <Stack gap={6}>
        {parts.map(({ label, value }) => (
          <Group key={label} gap="sm">
            <Text fz="sm" w={150}>
              {label}
            </Text>
            <Code fz="sm" style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Code>
            <CopyButton value={value}>
              {({ copied, copy }) => (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={copy}
                  aria-label={`${copied ? 'Copied' : 'Copy'}: ${label}`}
                >
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          </Group>
        ))}
        {fresh.kind === 'catalogue' && (
          <Text fz="sm">The partner reads what is open to it with this key at {window.location.origin}/catalogue.</Text>
        )}
      </Stack>
    </Notice>
  );
}
