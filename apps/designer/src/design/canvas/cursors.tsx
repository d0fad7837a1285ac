import { useStore, ViewportPortal } from '@xyflow/react';
import { useView } from '../store/view.ts';
import classes from './cursors.module.css';

/** As much as a name may need beside its pointer. */
const NAME_WIDTH = 160;

/** Where the others point, in their colours and with their names; of one size at every zoom. */
export function Cursors() {
  const people = useView((state) => state.people);
  const cursors = useView((state) => state.cursors);
  const [left, , zoom] = useStore(({ transform }) => transform);
  const width = useStore((state) => state.width);
  return (
    <ViewportPortal>
      {people.map(({ session, name, colour }) => {
        const at = cursors.get(session);
        if (at === undefined) return null;
        return (
          <div
            key={session}
            className={classes.cursor}
            aria-hidden="true"
            data-cursor={name}
            data-far={at.x * zoom + left > width - NAME_WIDTH || undefined}
            style={
              {
                '--person': `var(--mantine-color-${colour}-8)`,
                transform: `translate(${at.x}px, ${at.y}px) scale(${1 / zoom})`,
              } as React.CSSProperties
            }
          >
            <svg width="16" height="18" viewBox="0 0 16 18" aria-hidden="true">
              <path d="M1.5 1.5 L14 8.6 L8.2 10 L5.4 15.6 Z" />
            </svg>
            <span>{name}</span>
          </div>
        );
      })}
    </ViewportPortal>
  );
}
