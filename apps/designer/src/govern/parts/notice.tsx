import { Alert, type AlertProps } from '@mantine/core';

/** An alert whose words have the contrast of text, in both colour schemes. */
export function Notice(props: AlertProps) {
  const text = { color: 'var(--mantine-color-text)' };
  return (
    <Alert
      variant="light"
      radius="lg"
      closeButtonLabel="Put it away"
      {...props}
      styles={{ title: text, closeButton: text }}
    />
  );
}
