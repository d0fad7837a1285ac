import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';

interface WaitingProps {
  /** `Loading the flows`: on the screen from the third tenth of a second on, and read out at once. */
  words: string;
  /** Of a block where the content will be; a panel that fills its place waits with the words alone. */
  height?: number | string;
  /** The shape of what will be there, where one plain block is not it. */
  children?: ReactNode;
}

/** A place that fills in a moment. */
export function Waiting({ words, height, children }: WaitingProps) {
  return (
    <div className="waiting" role="status" aria-label={words}>
      {children ?? (height !== undefined && <Skeleton height={height} radius="lg" />)}
      <span className="waiting-words" aria-hidden>
        {words}…
      </span>
    </div>
  );
}
