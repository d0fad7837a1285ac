import { SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Page } from '../../frame/page.tsx';
import { meQuery } from '../../frame/session.ts';
import { Notice } from '../parts/notice.tsx';
import { rolesQuery } from '../people/queries.ts';
import { SecondFactor } from './factor.tsx';
import { Passkeys } from './passkeys.tsx';
import { OwnPassword } from './password.tsx';
import { Sessions } from './sessions.tsx';

/** What one sets about oneself. */
export function Account() {
  const me = useQuery(meQuery).data;
  const roles = useQuery(rolesQuery).data?.roles ?? [];
  if (me == null) return null;
  const role = roles.find(({ name }) => name === me.role)?.title ?? me.role;
  return (
    <Page title="Your account" about={`${me.name}, ${me.email}, signed in as ${role}.`}>
      <Stack gap="lg">
        {me.emergency && (
          <Notice color="red" title="Emergency access">
            You are signed in with an account for emergencies. It ends within the hour, and everything you do is on
            record.
          </Notice>
        )}
        <Sessions />
        {!me.emergency && (
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
            <Passkeys />
            <SecondFactor isSetUp={me.secondFactor} />
            <OwnPassword email={me.email} />
          </SimpleGrid>
        )}
      </Stack>
    </Page>
  );
}
