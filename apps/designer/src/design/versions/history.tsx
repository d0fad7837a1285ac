import { Badge, Text, UnstyledButton } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { environmentsQuery } from '../../frame/environments.ts';
import { Instant } from '../../frame/instant.tsx';
import { flowsQuery, type Version } from '../flow/queries.ts';
import type { Side } from './side.ts';
import classes from './versions.module.css';

interface HistoryProps {
  flow: string;
  versions: readonly Version[];
  draft: { updatedAt: string; updatedBy: string } | undefined;
  left: Side;
  right: Side;
  onChoose: (left: Side, right: Side) => void;
}

/** Every version, newest first; choosing one compares it with the one before. */
export function History({ flow, versions, draft, left, right, onChoose }: HistoryProps) {
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const lists = useQueries({ queries: environments.map(({ name }) => flowsQuery(name)) });
  const liveIn = (version: number) =>
    environments.filter((_, i) => lists[i]?.data?.flows.find(({ id }) => id === flow)?.live?.version === version);
  const before = (version: number): Side => versions.find((one) => one.version < version)?.version ?? version;
  return (
    <nav className={classes.history} aria-label="History">
      <UnstyledButton
        className={classes.entry}
        aria-current={right === 'draft' || undefined}
        onClick={() => onChoose(versions[0]?.version ?? 'draft', 'draft')}
      >
        <span className={classes.headline}>
          <Text fz="sm" fw={620}>
            Draft
          </Text>
        </span>
        {draft !== undefined && (
          <Text fz="xs" c="dimmed">
            <Instant at={draft.updatedAt} /> by {draft.updatedBy}
          </Text>
        )}
      </UnstyledButton>
      {versions.map(({ version, note, author, publishedAt }) => (
        <UnstyledButton
          key={version}
          className={classes.entry}
          aria-current={right === version || undefined}
          data-side={left === version || undefined}
          onClick={() => onChoose(before(version), version)}
        >
          <span className={classes.headline}>
            <Text fz="sm" fw={620} className="numeric">
              Version {version}
            </Text>
            {liveIn(version).map(({ name, title, colour }) => (
              <Badge key={name} size="xs" variant="light" color={colour} tt="none">
                {title}
              </Badge>
            ))}
          </span>
          {note !== '' && (
            <Text fz="xs" lineClamp={3}>
              {note}
            </Text>
          )}
          <Text fz="xs" c="dimmed">
            <Instant at={publishedAt} /> by {author}
          </Text>
        </UnstyledButton>
      ))}
    </nav>
  );
}
