import { ActionIcon, ColorSwatch, Menu, Tooltip } from '@mantine/core';
import {
  IconAdjustments,
  IconBoxMultiple,
  IconCopy,
  IconEye,
  IconEyeOff,
  IconLayoutAlignLeft,
  IconPalette,
  IconPlugConnected,
  IconTrash,
} from '@tabler/icons-react';
import { keysText } from '../../frame/command-palette.tsx';
import { addFrame, TINTS, tintFrames } from '../actions/drawing.ts';
import { duplicate, toggleDisabled } from '../actions/nodes.ts';
import { connectFrom } from '../actions/open.ts';
import { removeSelected } from '../actions/remove.ts';
import { alignments, distributions } from '../menu/align.ts';
import { useDocument } from '../store/document.ts';
import { openNode, useView } from '../store/view.ts';
import classes from './designer.module.css';

const icon = { size: 17, stroke: 1.6, 'aria-hidden': true } as const;

/** What can be done with what is selected. */
export function SelectionBar() {
  const selection = useView((state) => state.selection);
  const wires = useView((state) => state.wires);
  const isHolding = useView(({ held }) => held.size > 0);
  const nodes = useDocument(({ document }) => document?.nodes);
  const frames = useDocument(
    ({ document }) => document?.layout.frames.filter(({ id }) => selection.has(id)).length ?? 0,
  );
  const chosen = nodes?.filter(({ id }) => selection.has(id)) ?? [];
  if (isHolding || selection.size + (wires.size > 1 ? wires.size : 0) === 0) return null;
  const only = chosen.length === 1 && selection.size === 1 ? chosen[0] : undefined;
  const isOff = chosen.length > 0 && chosen.every((node) => node.disabled);
  return (
    <div className={`${classes.bar} ${classes.selection}`} role="toolbar" aria-label="Selection" data-canvas>
      {only === undefined && <span className={classes.chosen}>{inWords(selection.size, wires.size)}</span>}
      {only !== undefined && (
        <>
          <Tool label="Settings" keys="Enter" onClick={() => openNode(only.id)}>
            <IconAdjustments {...icon} />
          </Tool>
          <Tool label="Lead a wire from here" keys="W" onClick={() => connectFrom(only.id)}>
            <IconPlugConnected {...icon} />
          </Tool>
        </>
      )}
      {chosen.length > 1 && <Arrange count={chosen.length} />}
      {selection.size > 0 && (
        <Tool label="Duplicate" keys={keysText('Mod+D')} onClick={duplicate}>
          <IconCopy {...icon} />
        </Tool>
      )}
      {chosen.length > 0 && (
        <>
          <Tool label={isOff ? 'Enable' : 'Disable'} keys="D" onClick={toggleDisabled}>
            {isOff ? <IconEye {...icon} /> : <IconEyeOff {...icon} />}
          </Tool>
          <Tool label="Draw a frame around" keys="F" onClick={() => addFrame({ x: 0, y: 0 })}>
            <IconBoxMultiple {...icon} />
          </Tool>
        </>
      )}
      {frames > 0 && <Tints />}
      <span className={classes.rule} />
      <Tool label="Remove" keys="Delete" onClick={removeSelected}>
        <IconTrash {...icon} />
      </Tool>
    </div>
  );
}

/** Wires come along when the hand draws a box around nodes; counted among them they would make a number that nobody sees. */
function inWords(items: number, wires: number): string {
  const wired = wires === 1 ? '1 wire' : `${wires} wires`;
  if (items === 0) return `${wired} selected`;
  return wires === 0 ? `${items} selected` : `${items} and ${wired} selected`;
}

function Tints() {
  return (
    <Menu position="top" shadow="md" width={150} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="Colour of the frame">
          <IconPalette {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {TINTS.map(({ tint, label }) => (
          <Menu.Item
            key={tint}
            leftSection={<ColorSwatch size={14} color={`var(--mantine-color-${tint}-6)`} aria-hidden />}
            onClick={() => tintFrames(tint)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Arrange({ count }: { count: number }) {
  return (
    <Menu position="top" shadow="md" width={200} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="Align">
          <IconLayoutAlignLeft {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {alignments.map(({ label, Icon, run }) => (
          <Menu.Item key={label} leftSection={<Icon {...icon} />} onClick={run}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {distributions.map(({ label, Icon, run }) => (
          <Menu.Item key={label} disabled={count < 3} leftSection={<Icon {...icon} />} onClick={run}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
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
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
