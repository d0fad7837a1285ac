import type { ReactNode } from 'react';

/** Fields that not everybody may change: whoever may not sees them as they stand. */
export function Changeable({ may, children }: { may: boolean; children: ReactNode }) {
  return (
    <fieldset disabled={!may} style={{ border: 0, margin: 0, minWidth: 0, padding: 0 }}>
      {children}
    </fieldset>
  );
}
