import classes from './node-editor.module.css';
import { SettingsForm } from './settings/form.tsx';
import type { Opened } from './use-open-node.ts';

export function SettingsPanel(_props: { opened: Opened }) {
  return (
    <section className={classes.panel} aria-label="Settings" data-main data-autofocus tabIndex={-1}>
      <div className={classes.form}>
        <SettingsForm />
      </div>
    </section>
  );
}
