import { Alert, Anchor, Container, Group, useMantineTheme } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Brand } from './brand.tsx';
import { ColourScheme } from './colour-scheme.tsx';
import { EnvironmentSwitch } from './environment-switch.tsx';
import { environmentsQuery, rememberEnvironment } from './environments.ts';
import { useReachable } from './reachable.ts';
import { meQuery } from './session.ts';
import { UserMenu } from './user-menu.tsx';

/** What stands around every screen: where am I, in which environment, as whom. */
export function Shell() {
  const { environment: name } = useParams({ strict: false });
  const me = useQuery(meQuery).data;
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const environment = environments.find((one) => one.name === name);
  const { colors } = useMantineTheme();
  const isReachable = useReachable();
  useSignInAgain(me === null);
  useEffect(() => {
    if (environment !== undefined) rememberEnvironment(environment.name);
  }, [environment]);

  const shades = colors[environment?.colour ?? 'gray'] ?? colors.gray;
  return (
    <>
      <a href="#content" className="skip">
        Skip to the content
      </a>
      <header className="top" style={{ '--environment': shades[6] } as React.CSSProperties}>
        <Container size={1440} h="100%" px={{ base: 'md', sm: 'xl' }}>
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Group gap="xl" wrap="nowrap">
              <Anchor component={Link} to="/" underline="never" c="inherit" aria-label="Throughline, home">
                <Brand />
              </Anchor>
              {environment !== undefined && <EnvironmentSwitch environments={environments} current={environment} />}
            </Group>
            <Group gap="xs" wrap="nowrap">
              <ColourScheme />
              {me != null && <UserMenu me={me} />}
            </Group>
          </Group>
        </Container>
      </header>
      {!isReachable && (
        <Alert color="red" radius={0} py="xs" icon={<IconPlugConnectedX aria-hidden />} role="alert">
          The server does not answer. What you see is the last that was known; it goes on by itself when the server is
          back.
        </Alert>
      )}
      <Container id="content" component="main" size={1440} px={{ base: 'md', sm: 'xl' }} py="xl" tabIndex={-1}>
        <Outlet />
      </Container>
    </>
  );
}

function useSignInAgain(isEnded: boolean): void {
  const navigate = useNavigate();
  const here = useLocation({ select: ({ href }) => href });
  useEffect(() => {
    if (isEnded && !here.startsWith('/sign-in')) void navigate({ to: '/sign-in', search: { to: here } });
  }, [isEnded, here, navigate]);
}
