import { Menu, Text } from '@mantine/core';
import { Fragment } from 'react';
import { keysText } from '../../frame/command-palette.tsx';
import { theCamera } from '../canvas/camera.ts';
import { showMenu, useView, viewStore } from '../store/view.ts';
import { groupsOf } from './entries.ts';
import type { Entry } from './entry.ts';
import classes from './menu.module.css';

const DANGER = 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))';

/** What can be done where somebody pressed the right button, or asked by the keyboard. */
export function ContextMenu({ isEditable }: { isEditable: boolean }) {
  const menu = useView((state) => state.menu);
  if (menu === null) return null;
  return (
    <Menu
      key={`${menu.x} ${menu.y}`}
      opened
      onClose={close}
      position="bottom-start"
      offset={2}
      width={272}
      classNames={{ item: classes.item }}
      shadow="md"
      returnFocus={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          className={classes.point}
          style={{ left: menu.x, top: menu.y }}
          aria-label={menu.on === 'canvas' ? 'What can be done here' : 'What can be done with it'}
        />
      </Menu.Target>
      <Menu.Dropdown>
        {groupsOf(menu, isEditable).map((group, i) => (
          <Fragment key={group[0]!.label}>
            {i > 0 && <Menu.Divider />}
            {group.map((entry) => (
              <Line key={entry.label} entry={entry} />
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Line({ entry }: { entry: Entry }) {
  const { label, Icon, colour, keys, isDangerous, run, more } = entry;
  const icon = <Icon size={16} stroke={1.6} {...(colour === undefined ? {} : { color: colour })} aria-hidden />;
  if (more === undefined) {
    return (
      <Menu.Item
        leftSection={icon}
        rightSection={keys === undefined ? undefined : <Keys keys={keys} />}
        {...(isDangerous ? { c: DANGER } : {})}
        onClick={() => {
          close();
          run?.();
        }}
      >
        <span className={classes.label}>{label}</span>
      </Menu.Item>
    );
  }
  return (
    <fieldset className={classes.row} aria-label={label}>
      <span className={classes.of} aria-hidden>
        {label}
      </span>
      {more.map(({ label: name, Icon: Sign, colour: tint, run: act }) => (
        <Menu.Item
          key={name}
          className={classes.sign}
          aria-label={name}
          title={name}
          onClick={() => {
            close();
            act?.();
          }}
        >
          <Sign size={16} stroke={1.6} {...(tint === undefined ? {} : { color: tint })} aria-hidden />
        </Menu.Item>
      ))}
    </fieldset>
  );
}

/** For the eye; the keyboard's own sheet says them to everybody. */
function Keys({ keys }: { keys: string }) {
  return (
    <Text fz="xs" c="dimmed" aria-hidden>
      {keysText(keys)}
    </Text>
  );
}

/** The keyboard goes back to the canvas, unless what was chosen took it elsewhere. */
function close(): void {
  if (viewStore.getState().menu === null) return;
  showMenu(null);
  theCamera()?.focus();
}
