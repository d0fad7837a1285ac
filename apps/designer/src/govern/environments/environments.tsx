import { Button, Stack, Text, UnstyledButton, useMantineTheme } from '@mantine/core';
import { IconLock, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type CSSProperties, useState } from 'react';
import { type Environment, environmentsQuery } from '../../frame/environments.ts';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { useRight } from '../parts/rights.ts';
import { CreateEnvironment } from './create.tsx';
import { EditEnvironment } from './edit.tsx';
import classes from './environments.module.css';
import { environmentQuery } from './queries.ts';

/** The environments there are, and what each allows. */
export function Environments() {
  const { name } = useParams({ strict: false }) as { name?: string };
  const [isMaking, setMaking] = useState(false);
  const mayManage = useRight('environment.manage');
  const all = useQuery(environmentsQuery);
  const current = name ?? all.data?.environments[0]?.name;
  const make = mayManage && (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
      New environment
    </Button>
  );
  return (
    <Page
      title="Environments"
      about="Where releases run. Each has its own connections and secrets, its own rules for what may leave the house, and its own clock for what is kept."
      actions={make}
    >
      {all.data === undefined ? (
        <Pending error={all.error} again={all.refetch} waitsFor="the environments" height={320} />
      ) : (
        <div className={classes.columns}>
          <Stack gap="xs" component="nav" aria-label="Environments">
            {all.data.environments.map((one) => (
              <PlaceLink key={one.name} environment={one} isCurrent={one.name === current} />
            ))}
          </Stack>
          {current !== undefined && <Whole key={current} name={current} />}
        </div>
      )}
      {isMaking && <CreateEnvironment onClose={() => setMaking(false)} />}
    </Page>
  );
}

function PlaceLink({ environment, isCurrent }: { environment: Environment; isCurrent: boolean }) {
  const { colors } = useMantineTheme();
  const shade = (colors[environment.colour] ?? colors.gray)?.[6];
  return (
    <UnstyledButton
      renderRoot={(props) => <Link to={`/environments/${environment.name}`} {...props} />}
      className={classes.place}
      style={{ '--environment': shade } as CSSProperties}
      aria-current={isCurrent ? 'page' : undefined}
    >
      <span>
        <Text fw={600} fz="sm">
          {environment.title}
        </Text>
        <Text c="dimmed" fz="xs" ff="monospace">
          {environment.name}
        </Text>
      </span>
      {environment.protected && <IconLock size={16} aria-label="protected" />}
    </UnstyledButton>
  );
}

function Whole({ name }: { name: string }) {
  const found = useQuery(environmentQuery(name));
  if (found.data === undefined) {
    return <Pending error={found.error} again={found.refetch} waitsFor="the environment" height={420} />;
  }
  return <EditEnvironment key={JSON.stringify(found.data)} environment={found.data} />;
}
