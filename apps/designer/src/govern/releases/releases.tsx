import { Button, Stack } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { NothingYet } from '../parts/nothing-yet.tsx';
import { useRight } from '../parts/rights.ts';
import { MakeRelease } from './make.tsx';
import { MatrixTable } from './matrix.tsx';
import { matrixQuery, releasesQuery } from './queries.ts';
import { ReleaseTable } from './table.tsx';
import { UnderWay } from './under-way.tsx';

/** What runs where, what waits, and what there is to bring on. */
export function Releases() {
  const [isMaking, setMaking] = useState(false);
  const mayMake = useRight('release.make');
  const matrix = useQuery(matrixQuery);
  const releases = useQuery(releasesQuery);
  const make = mayMake && (
    <Button leftSection={<IconPackageExport size={17} aria-hidden />} onClick={() => setMaking(true)}>
      Make a release
    </Button>
  );
  return (
    <Page
      title="Releases"
      about="A release is what runs in one environment, frozen: flows, contracts, reference tables, tests and the names of the connections they need. What was tested is what moves on, exactly that."
      actions={make}
    >
      <Stack gap="lg">
        {matrix.data === undefined ? (
          <Pending error={matrix.error} again={matrix.refetch} waitsFor="what runs where" height={280} />
        ) : (
          <>
            <UnderWay places={matrix.data.environments} />
            <MatrixTable matrix={matrix.data} />
          </>
        )}
        {releases.data === undefined ? (
          <Pending error={releases.error} again={releases.refetch} waitsFor="the releases" height={200} />
        ) : releases.data.releases.length === 0 ? (
          <NothingYet title="No release yet" action={make}>
            When the flows in one environment do what they should, make a release of them. It can then be compared with
            what runs elsewhere, checked, approved, brought there, and taken back in one click.
          </NothingYet>
        ) : (
          <ReleaseTable releases={releases.data.releases} />
        )}
      </Stack>
      {isMaking && <MakeRelease onClose={() => setMaking(false)} />}
    </Page>
  );
}
