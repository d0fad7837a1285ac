import { ActionIcon, NavLink, ScrollArea, Text, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCommands } from './commands.ts';
import classes from './navigation.module.css';
import { type Place, places } from './places.ts';

interface NavigationProps {
  environment: string;
  permissions: readonly string[];
  isNarrow: boolean;
  /** Absent where its width is not a person's choice. */
  onToggle?: () => void;
  onGone?: () => void;
}

/** Where one can go; wide with words, or narrow with icons. */
export function Navigation({ environment, permissions, isNarrow, onToggle, onGone }: NavigationProps) {
  const open = places.filter(({ needs }) => permissions.includes(needs));
  useGoing(open, environment);
  const groups = [...Map.groupBy(open, ({ group }) => group)];
  return (
    <nav className={classes.rail} data-narrow={isNarrow || undefined} aria-label="Main">
      <ScrollArea className={classes.places} scrollbarSize={6}>
        {groups.map(([group, members]) => (
          <section key={group} className={classes.group} aria-label={group}>
            <Text className={classes.label} aria-hidden>
              {group}
            </Text>
            {members.map((place) => (
              <PlaceLink key={place.label} place={place} {...{ environment, isNarrow, onGone }} />
            ))}
          </section>
        ))}
      </ScrollArea>
      {onToggle !== undefined && <Toggle isNarrow={isNarrow} onToggle={onToggle} />}
    </nav>
  );
}

interface PlaceLinkProps {
  place: Place;
  environment: string;
  isNarrow: boolean;
  onGone: (() => void) | undefined;
}

function PlaceLink({ place: { label, Icon, path, exact = false }, environment, isNarrow, onGone }: PlaceLinkProps) {
  return (
    <Tooltip label={label} position="right" disabled={!isNarrow} withinPortal={false}>
      <NavLink
        renderRoot={(props) => <Link to={path(environment)} activeOptions={{ exact }} {...props} />}
        label={isNarrow ? undefined : label}
        aria-label={label}
        leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
        className={classes.place}
        onClick={onGone}
      />
    </Tooltip>
  );
}

function Toggle({ isNarrow, onToggle }: { isNarrow: boolean; onToggle: () => void }) {
  const label = isNarrow ? 'Widen the navigation' : 'Narrow the navigation';
  const Icon = isNarrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <Tooltip label={label} position="right" withinPortal={false}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.toggle}
        aria-label={label}
        onClick={onToggle}
      >
        <Icon size={18} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function useGoing(open: readonly Place[], environment: string): void {
  const navigate = useNavigate();
  useCommands(
    open.map(({ label, path }) => ({
      id: `go-${label}`,
      label,
      group: 'Go to',
      run: () => void navigate({ to: path(environment) }),
    })),
  );
}
