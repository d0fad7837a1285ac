import { now } from './clock.ts';

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** A time in the reader's zone; the UTC instant shows on hover. */
export function Instant({ at }: { at: string }) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now()).toDateString();
  return (
    <time dateTime={at} title={at}>
      {(isToday ? clock : day).format(date)}
    </time>
  );
}
