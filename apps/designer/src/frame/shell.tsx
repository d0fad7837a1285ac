import {
  ActionIcon,
  Alert,
  Anchor,
  Burger,
  Drawer,
  Group,
  Kbd,
  Text,
  UnstyledButton,
  useMantineTheme,
} from '@mantine/core';
import { useDisclosure, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { spotlight } from '@mantine/spotlight';
import { IconPlugConnectedX, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Brand } from './brand.tsx';
import { ColourScheme } from './colour-scheme.tsx';
import { CommandPalette, keysText } from './command-palette.tsx';
import { EnvironmentSwitch } from './environment-switch.tsx';
import { environmentsQuery, lastEnvironment, rememberEnvironment } from './environments.ts';
import { useLive } from './live.ts';
import { Navigation } from './navigation.tsx';
import { Notices } from './notices.tsx';
import { useReachable } from './reachable.ts';
import { meQuery } from './session.ts';
import { UserMenu } from './user-menu.tsx';

/** What stands around every screen: where am I, in which environment, as whom, and where could I go. */
export function Shell() {
  const { environment: named } = useParams({ strict: false });
  const me = useQuery(meQuery).data;
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const name = named ?? lastEnvironment(environments) ?? undefined;
  const environment = environments.find((one) => one.name === name);
  const { colors } = useMantineTheme();
  const isReachable = useReachable();
  const isPhone = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const isSmall = useMediaQuery('(max-width: 1000px)', false, { getInitialValueInEffect: false });
  const [isNarrow, setNarrow] = useNarrow();
  const [isOpen, drawer] = useDisclosure(false);
  useSignInAgain(me === null);
  useLive(name, me != null);
  useEffect(() => {
    if (named !== undefined && environment !== undefined) rememberEnvironment(named);
  }, [named, environment]);

  const shades = colors[environment?.colour ?? 'gray'] ?? colors.gray;
  const going = { environment: name ?? '', permissions: me?.permissions ?? [] };
  return (
    <div className="shell">
      <a href="#content" className="skip">
        Skip to the content
      </a>
      <header className="top" style={{ '--environment': shades[6] } as React.CSSProperties}>
        <Group gap="md" wrap="nowrap">
          {isPhone && <Burger size="sm" opened={isOpen} onClick={drawer.toggle} aria-label="Navigation" />}
          <Anchor component={Link} to="/" underline="never" c="inherit" aria-label="Throughline, home">
            <Brand />
          </Anchor>
          {environment !== undefined && <EnvironmentSwitch environments={environments} current={environment} />}
        </Group>
        <Group gap="xs" wrap="nowrap">
          <SearchButton isSmall={isSmall} />
          <ColourScheme />
          {me != null && <UserMenu me={me} />}
        </Group>
      </header>
      {isPhone ? (
        <Drawer opened={isOpen} onClose={drawer.close} size={240} padding={0} title="Throughline">
          <Navigation {...going} isNarrow={false} onGone={drawer.close} />
        </Drawer>
      ) : (
        <aside className="side">
          {isSmall ? (
            <Navigation {...going} isNarrow />
          ) : (
            <Navigation {...going} isNarrow={isNarrow} onToggle={() => setNarrow(!isNarrow)} />
          )}
        </aside>
      )}
      <main className="main">
        {!isReachable && (
          <Alert color="red" radius={0} py="xs" icon={<IconPlugConnectedX aria-hidden />} role="alert">
            The server does not answer. What you see is the last that was known; it goes on by itself when the server is
            back.
          </Alert>
        )}
        <Notices isSignedIn={me != null} />
        <Outlet />
      </main>
      <CommandPalette />
      <Notifications position="bottom-right" limit={4} />
    </div>
  );
}

/** As the person has chosen; until then it makes room where a flow is drawn. */
function useNarrow(): [isNarrow: boolean, setNarrow: (isNarrow: boolean) => void] {
  const isDrawing = useLocation({ select: ({ pathname }) => pathname.startsWith('/flows/') });
  const isWide = useMediaQuery('(min-width: 1600px)', false, { getInitialValueInEffect: false });
  const [chosen, choose] = useLocalStorage<boolean | null>({
    key: 'throughline.navigation.narrow',
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  return [chosen ?? (isDrawing && !isWide), choose];
}

function SearchButton({ isSmall }: { isSmall: boolean }) {
  if (isSmall) {
    return (
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Search and commands" onClick={spotlight.open}>
        <IconSearch size={18} stroke={1.7} />
      </ActionIcon>
    );
  }
  return (
    <UnstyledButton className="search" onClick={spotlight.open}>
      <IconSearch size={15} aria-hidden />
      <Text fz="sm">Search or do…</Text>
      <Kbd size="xs">{keysText('Mod+K')}</Kbd>
    </UnstyledButton>
  );
}

function useSignInAgain(isEnded: boolean): void {
  const navigate = useNavigate();
  const here = useLocation({ select: ({ href }) => href });
  useEffect(() => {
    if (isEnded && !here.startsWith('/sign-in')) void navigate({ to: '/sign-in', search: { to: here, ended: true } });
  }, [isEnded, here, navigate]);
}
