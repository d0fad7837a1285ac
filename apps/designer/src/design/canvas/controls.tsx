import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFocusCentered, IconHierarchy, IconMap, IconMinus, IconPlus } from '@tabler/icons-react';
import { Panel, useStore } from '@xyflow/react';
import { arrange } from '../actions/arrange.ts';
import { useView, viewStore } from '../store/view.ts';
import { theCamera } from './camera.ts';
import classes from './canvas.module.css';

/** Zoom, fit, arrange: in the corner, for the pointer; each has its key as well. */
export function Controls() {
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  const showsMap = useView((state) => state.showsMap);
  return (
    <Panel position="bottom-left" className={classes.controls}>
      <Tool label="Zoom out" keys="−" onClick={() => theCamera()?.zoom(1 / 1.25)}>
        <IconMinus size={16} stroke={1.8} aria-hidden />
      </Tool>
      <Tooltip label="To full size, 0">
        <button
          type="button"
          className={classes.zoom}
          aria-label={`Zoom ${zoom} %, to full size`}
          onClick={() => theCamera()?.actualSize()}
        >
          {zoom} %
        </button>
      </Tooltip>
      <Tool label="Zoom in" keys="+" onClick={() => theCamera()?.zoom(1.25)}>
        <IconPlus size={16} stroke={1.8} aria-hidden />
      </Tool>
      <Tool label="Fit the flow" keys="1" onClick={() => theCamera()?.fit()}>
        <IconFocusCentered size={16} stroke={1.8} aria-hidden />
      </Tool>
      <Tool label="Arrange" keys="Shift+A" onClick={() => void arrange()}>
        <IconHierarchy size={16} stroke={1.8} aria-hidden />
      </Tool>
      <Tool
        label={showsMap ? 'Hide the map' : 'Show the map'}
        keys="M"
        onClick={() => viewStore.setState({ showsMap: !showsMap })}
      >
        <IconMap size={16} stroke={1.8} aria-hidden />
      </Tool>
    </Panel>
  );
}

function Tool({
  label,
  keys,
  onClick,
  children,
}: {
  label: string;
  keys: string;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <Tooltip label={`${label}, ${keys}`}>
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
