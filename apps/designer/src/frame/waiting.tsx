import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';

interface WaitingProps {
  /** `Loading the flows`: on the screen from the third tenth of a second on, and read out at once. */
  words: string;
  height?: number | string;
  /** The shape of what will be there, where one plain block is not it. */
  children?: ReactNode;
}

/** A place that fills in a moment. */
export function Waiting({ words, height = '100%', children }: WaitingProps) {
  return (
    <div className="waiting" role="status" aria-label={words}>
      {children ?? <Skeleton height={height} radius="lg" />}
      <span className="waiting-words" aria-hidden>
        {words}…
      </span>
    </div>
  );
}
