import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Notice } from './notice.tsx';

interface ReasonModalProps {
  title: string;
  /** What will happen, in a sentence or two. */
  children: ReactNode;
  /** The word on the button: what it does. */
  does: string;
  colour?: string;
  act: (reason: string) => Promise<unknown>;
  onDone: () => void;
  onClose: () => void;
}

/** Asks for a reason before something that others will want to understand later. */
export function ReasonModal({ title, children, does, colour = 'indigo', act, onDone, onClose }: ReasonModalProps) {
  const [reason, setReason] = useState('');
  const acting = useMutation({ mutationFn: () => act(reason.trim()), onSuccess: onDone });
  const isShort = reason.trim().length < 3;
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isShort) acting.mutate();
        }}
      >
        <Stack>
          <Text fz="sm" component="div">
            {children}
          </Text>
          <Textarea
            label="Reason"
            description="Kept in the audit, for whoever asks later."
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={1000}
            data-autofocus
          />
          {acting.error !== null && <Problems error={acting.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color={colour} loading={acting.isPending} disabled={isShort}>
              {does}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function Problems({ error }: { error: Error }) {
  return (
    <Notice color="red" role="alert">
      {error.message}
    </Notice>
  );
}
