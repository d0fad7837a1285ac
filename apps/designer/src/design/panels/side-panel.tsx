import { ActionIcon, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { theCamera } from '../canvas/camera.ts';
import { showPanel, useView } from '../store/view.ts';
import { Outline } from './outline.tsx';
import classes from './panels.module.css';
import { Problems } from './problems.tsx';

/** Beside the canvas: what the check says, or everything that is on it as a list. */
export function SidePanel() {
  const panel = useView((state) => state.panel);
  if (panel !== 'problems' && panel !== 'outline') return null;
  const title = panel === 'problems' ? 'Problems' : 'Outline';
  const close = () => {
    showPanel(null);
    theCamera()?.focus();
  };
  return (
    <aside
      className={classes.panel}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <div className={classes.top}>
        <Text component="h2" fw={620} fz={14}>
          {title}
        </Text>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={`Close ${title.toLowerCase()}`} onClick={close}>
          <IconX size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </div>
      {panel === 'problems' ? <Problems /> : <Outline />}
    </aside>
  );
}
