import { Button, Text, Tooltip } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../frame/instant.tsx';
import { meQuery } from '../../frame/session.ts';
import { Planner } from '../replay/planner.tsx';
import { Keys } from '../runs/columns.tsx';
import { countText, numberText } from '../text.ts';
import classes from './quarantine.module.css';
import { type Group, itemsQuery, selectionOf, shapesQuery } from './queries.ts';

/** The messages of one cause, and how the field at fault looks in them. */
export function Items({ environment, group }: { environment: string; group: Group }) {
  const items = useInfiniteQuery(itemsQuery(environment, selectionOf(group)));
  const all = items.data?.pages.flatMap(({ messages }) => messages) ?? [];
  return (
    <>
      {group.field !== null && <Shapes environment={environment} group={group} />}
      <div className={classes.items}>
        {all.map((item) => (
          <Link
            key={item.id}
            to="/$environment/quarantine/$id"
            params={{ environment, id: item.id }}
            className={classes.item}
            preload={false}
          >
            {item.keys.length > 0 ? <Keys keys={item.keys} /> : <span className={classes.mono}>{item.message}</span>}
            <span className={classes.quiet}>{item.path}</span>
            <span className={classes.quiet}>{item.attempts > 1 ? countText(item.attempts, 'attempt') : ''}</span>
            <span className={classes.quiet}>{item.owner}</span>
            <Instant at={item.at} />
          </Link>
        ))}
        {items.hasNextPage && (
          <Button
            variant="subtle"
            size="xs"
            m="xs"
            loading={items.isFetchingNextPage}
            onClick={() => void items.fetchNextPage()}
          >
            Show more
          </Button>
        )}
      </div>
    </>
  );
}

function Shapes({ environment, group }: { environment: string; group: Group }) {
  const permissions = useQuery(meQuery).data?.permissions ?? [];
  const found = useQuery({ ...shapesQuery(environment, group), enabled: permissions.includes('message.see') }).data;
  const [planned, plan] = useState<string[] | null>(null);
  if (found === undefined || found.shapes.length === 0) return null;
  return (
    <div className={classes.shapes}>
      <Text fz="xs" c="dimmed">
        {found.looked < group.count ? `The newest ${numberText(found.looked)} by form` : 'By form'}
      </Text>
      {found.shapes.map(({ shape, ids }) => (
        <Tooltip key={shape ?? ''} label={`Replay the ${countText(ids.length, 'message')} that look like this`}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={!permissions.includes('message.replay')}
            onClick={() => plan(ids)}
          >
            {numberText(ids.length)} × <span className={classes.shape}>{shape ?? 'nothing there'}</span>
          </Button>
        </Tooltip>
      ))}
      {planned !== null && (
        <Planner
          title={`Replay ${countText(planned.length, 'message')}`}
          wanted={{ environment, quarantine: { ids: planned } }}
          flow={group.flow}
          onClose={() => plan(null)}
        />
      )}
    </div>
  );
}
