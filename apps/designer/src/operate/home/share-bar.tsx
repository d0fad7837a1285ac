import { fateNames, fates } from '../../frame/states.tsx';
import { numberText } from './counts.ts';
import classes from './home.module.css';
import type { Counts } from './queries.ts';

/** How the messages that went in are spread over their fates; even one in a million stays visible. */
export function ShareBar({ counts, tall = false }: { counts: Counts; tall?: boolean }) {
  const parts = fateNames.filter((fate) => counts[fate] > 0);
  const label = parts.map((fate) => `${fates[fate].label} ${numberText(counts[fate])}`).join(', ');
  return (
    <div className={classes.bar} data-tall={tall || undefined} role="img" aria-label={label || 'Nothing yet'}>
      {parts.map((fate) => (
        <span key={fate} style={{ flexGrow: counts[fate], background: fates[fate].colour }} />
      ))}
    </div>
  );
}
