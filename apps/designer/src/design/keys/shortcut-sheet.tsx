import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { keysText } from '../../frame/command-palette.tsx';
import { showDialog, useView } from '../store/view.ts';
import { keymap } from './keymap.ts';
import classes from './shortcut-sheet.module.css';

const groups = [...Map.groupBy(keymap, ({ group }) => group)];

/** Every key on one page. */
export function ShortcutSheet() {
  const isOpen = useView(({ dialog }) => dialog === 'shortcuts');
  return (
    <Modal opened={isOpen} onClose={() => showDialog(null)} title="Keys" size={860}>
      <div className={classes.groups}>
        {groups.map(([group, shortcuts]) => (
          <section key={group} className={classes.group}>
            <h3>{group}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <Fragment key={label}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Kbd key={key} size="xs">
                        {keysText(key)}
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
            <dd>wheel, Space + drag, middle or right button</dd>
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
