import {
  IconDoorEnter,
  IconFileDescription,
  IconHistory,
  IconHome,
  IconKey,
  IconListSearch,
  IconPackageExport,
  IconPlugConnected,
  type IconProps,
  IconRotateClockwise,
  IconSchema,
  IconServer2,
  IconShieldExclamation,
  IconTable,
  IconTimeline,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** A screen that the navigation leads to. */
export interface Place {
  label: string;
  group: 'Operate' | 'Design' | 'Govern';
  Icon: ComponentType<IconProps>;
  path: (environment: string) => string;
  /** The right without which it would be empty. */
  needs: string;
  /** Only the path itself counts as being there. */
  exact?: boolean;
}

/** In the order in which they stand. */
export const places: readonly Place[] = [
  {
    label: 'Home',
    group: 'Operate',
    Icon: IconHome,
    path: (environment) => `/${environment}`,
    needs: 'flow.see',
    exact: true,
  },
  {
    label: 'Runs',
    group: 'Operate',
    Icon: IconListSearch,
    path: (environment) => `/${environment}/runs`,
    needs: 'run.see',
  },
  {
    label: 'Quarantine',
    group: 'Operate',
    Icon: IconShieldExclamation,
    path: (environment) => `/${environment}/quarantine`,
    needs: 'run.see',
  },
  {
    label: 'Replays',
    group: 'Operate',
    Icon: IconRotateClockwise,
    path: (environment) => `/${environment}/replays`,
    needs: 'run.see',
  },
  {
    label: 'Timeline',
    group: 'Operate',
    Icon: IconTimeline,
    path: (environment) => `/${environment}/timeline`,
    needs: 'run.see',
  },
  { label: 'Tables', group: 'Operate', Icon: IconTable, path: () => '/tables', needs: 'table.see' },
  { label: 'Contracts', group: 'Operate', Icon: IconFileDescription, path: () => '/contracts', needs: 'flow.see' },
  { label: 'Flows', group: 'Design', Icon: IconSchema, path: () => '/flows', needs: 'flow.see' },
  {
    label: 'Releases',
    group: 'Govern',
    Icon: IconPackageExport,
    path: () => '/releases',
    needs: 'flow.see',
  },
  {
    label: 'Connections',
    group: 'Govern',
    Icon: IconPlugConnected,
    path: (environment) => `/${environment}/connections`,
    needs: 'connection.see',
  },
  {
    label: 'Doors',
    group: 'Govern',
    Icon: IconDoorEnter,
    path: (environment) => `/${environment}/doors`,
    needs: 'door.see',
  },
  {
    label: 'Environments',
    group: 'Govern',
    Icon: IconServer2,
    path: () => '/environments',
    needs: 'environment.see',
  },
  { label: 'People', group: 'Govern', Icon: IconUsers, path: () => '/people', needs: 'user.see' },
  { label: 'Tokens', group: 'Govern', Icon: IconKey, path: () => '/tokens', needs: 'token.own' },
  { label: 'Audit', group: 'Govern', Icon: IconHistory, path: () => '/audit', needs: 'audit.see' },
];
