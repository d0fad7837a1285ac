import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { keysText } from '../../frame/command-palette.tsx';
import { showDialog, useView } from '../store/view.ts';
import { keymap } from './keymap.ts';
import classes from './shortcut-sheet.module.css';

const ARROWS: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

/** The same thing in four directions is one line. */
const groups = [...Map.groupBy(keymap, ({ group }) => group)].map(([group, shortcuts]) => {
  const lines = [...Map.groupBy(shortcuts, ({ label }) => label)];
  return { group, lines: lines.map(([label, same]) => ({ label, keys: same.flatMap(({ keys }) => keys) })) };
});

function words(key: string): string {
  return keysText(key).replace(/Arrow\w+/, (name) => ARROWS[name] ?? name);
}

/** Every key on one page. */
export function ShortcutSheet() {
  const isOpen = useView(({ dialog }) => dialog === 'shortcuts');
  return (
    <Modal
      opened={isOpen}
      onClose={() => showDialog(null)}
      title="Keys"
      size={920}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.groups}>
        {groups.map(({ group, lines }) => (
          <section key={group} className={classes.group}>
            <h3>{group}</h3>
            <dl>
              {lines.map(({ keys, label }) => (
                <Fragment key={label}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Kbd key={key} size="xs">
                        {words(key)}
                      </Kbd>
                    ))}
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
        <section className={classes.group}>
          <h3>Pointer</h3>
          <dl>
            <dt>Select several</dt>
            <dd>drag on the canvas</dd>
            <dt>Pan</dt>
            <dd>wheel, Space or right button + drag</dd>
            <dt>Zoom</dt>
            <dd>{keysText('Mod')} + wheel, pinch</dd>
            <dt>Move without snapping</dt>
            <dd>Alt + drag</dd>
            <dt>Add a node here</dt>
            <dd>double-click the canvas</dd>
          </dl>
        </section>
      </div>
    </Modal>
  );
}
