import { Button, Group, Modal, Text } from '@mantine/core';

interface ConfirmSendProps {
  sample: string;
  /** Title of the environment. */
  environment: string;
  onSend: () => void;
  onClose: () => void;
}

/** Before a sample goes into an environment that is protected. */
export function ConfirmSend({ sample, environment, onSend, onClose }: ConfirmSendProps) {
  return (
    <Modal opened onClose={onClose} title={`Send a sample into ${environment}`}>
      <Text fz="sm">
        “{sample}” goes through the live flow like a message from outside: the partners of {environment} get what it
        delivers. To look without reaching anybody, use “Try it”.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button
          color="red"
          onClick={() => {
            onClose();
            onSend();
          }}
        >
          Send into {environment}
        </Button>
      </Group>
    </Modal>
  );
}
