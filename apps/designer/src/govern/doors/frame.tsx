import { Tabs } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../frame/page.tsx';

const tabs = {
  doors: {
    label: 'Doors',
    about:
      'Where messages come in from outside. A flow says what it takes; here this environment says who may send it, from where and how often.',
  },
  clients: {
    label: 'Clients',
    about:
      'Partners’ programs that doors let in: what they may reach, the keys that prove them, and what they sent in 30 days.',
  },
  proxies: {
    label: 'Proxies',
    about:
      'Load balancers before this server whose word is believed: where a request came from, and whose certificate it had. Nobody else is.',
  },
} as const;

/** The three lists about doors, one address each. */
export function DoorsFrame({
  tab,
  actions,
  children,
}: {
  tab: keyof typeof tabs;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { environment = '' } = useParams({ strict: false }) as { environment?: string };
  const navigate = useNavigate();
  return (
    <Page title={tabs[tab].label} about={tabs[tab].about} actions={actions}>
      <Tabs value={tab} onChange={(to) => void navigate({ to: `/${environment}/${to}` })} mb="lg">
        <Tabs.List aria-label="About doors">
          {Object.entries(tabs).map(([name, { label }]) => (
            <Tabs.Tab key={name} value={name}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="lg">
          {children}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
