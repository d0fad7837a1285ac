import {
  IconArrowsDiagonalMinimize2,
  IconArrowsJoin,
  IconArrowsSplit,
  IconArrowsSplit2,
  IconBoxMultiple,
  IconClockPlay,
  IconCode,
  IconCornerDownLeft,
  IconDatabaseExport,
  IconDoorEnter,
  IconDoorExit,
  IconFileDownload,
  IconFileExport,
  IconFileImport,
  IconFilter,
  IconFolderShare,
  IconGitFork,
  IconHandClick,
  IconHeartbeat,
  IconHeartShare,
  IconLifebuoy,
  IconNote,
  IconPuzzle,
  IconRoute2,
  IconShieldCheck,
  IconTablePlus,
  IconWorldDownload,
  IconWorldSearch,
  IconWorldUpload,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

export type NodeIcon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;

/** The icons that the catalogue names, and those of frames and notes; the test beside it knows when one is missing. */
const icons: Record<string, NodeIcon> = {
  'arrows-diagonal-minimize-2': IconArrowsDiagonalMinimize2,
  'arrows-join': IconArrowsJoin,
  'arrows-split': IconArrowsSplit,
  'arrows-split-2': IconArrowsSplit2,
  'box-multiple': IconBoxMultiple,
  'clock-play': IconClockPlay,
  code: IconCode,
  'corner-down-left': IconCornerDownLeft,
  'database-export': IconDatabaseExport,
  'door-enter': IconDoorEnter,
  'door-exit': IconDoorExit,
  'file-download': IconFileDownload,
  'file-export': IconFileExport,
  'file-import': IconFileImport,
  filter: IconFilter,
  'folder-share': IconFolderShare,
  'git-fork': IconGitFork,
  'hand-click': IconHandClick,
  heartbeat: IconHeartbeat,
  'heart-share': IconHeartShare,
  lifebuoy: IconLifebuoy,
  note: IconNote,
  'route-2': IconRoute2,
  'shield-check': IconShieldCheck,
  'table-plus': IconTablePlus,
  'world-download': IconWorldDownload,
  'world-search': IconWorldSearch,
  'world-upload': IconWorldUpload,
};

export function hasIcon(name: string): boolean {
  return Object.hasOwn(icons, name);
}

/** The icon of a node type; a puzzle piece for one that is not known here. */
export function iconOf(name: string | undefined): NodeIcon {
  return (name !== undefined && icons[name]) || IconPuzzle;
}
