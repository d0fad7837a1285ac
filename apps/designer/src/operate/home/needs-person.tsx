import { Anchor, Paper, Text, Title } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fates } from '../../frame/states.tsx';
import { groupsQuery } from '../quarantine/queries.ts';
import { Sentence } from '../sentence.tsx';
import { countText, waitText } from '../text.ts';
import { numberText } from './counts.ts';
import classes from './home.module.css';

const SHOWN = 5;

/** What waits for a person, by cause, the one that waits longest first. */
export function NeedsPerson({ environment }: { environment: string }) {
  const groups = useQuery(groupsQuery(environment)).data?.groups;
  if (groups === undefined) return null;
  const oldest = [...groups].sort((a, b) => (a.firstAt < b.firstAt ? -1 : 1));
  return (
    <Paper component="section" className={classes.card} aria-labelledby="needs">
      <div className={classes.heading}>
        <Title order={2} id="needs" fz="h4">
          Needs a person
        </Title>
        {groups.length > 0 && (
          <Anchor component={Link} to={`/${environment}/quarantine`} fz="sm">
            Open quarantine
          </Anchor>
        )}
      </div>
      {groups.length === 0 ? (
        <Text className={classes.calm} fz="sm" c="dimmed">
          <IconShieldCheck size={17} color="var(--state-delivered)" aria-hidden /> Nothing. Every message found its way.
        </Text>
      ) : (
        <ul className={classes.causes}>
          {oldest.slice(0, SHOWN).map((group) => (
            <li key={`${group.flow} ${group.node} ${group.code} ${group.field}`}>
              <strong style={{ color: fates.quarantined.colour }} className="numeric">
                {numberText(group.count)}
              </strong>
              <div className={classes.grows}>
                <Text fz="sm" lineClamp={2} component="div">
                  <Link
                    to="/$environment/quarantine"
                    params={{ environment }}
                    search={{ q: `${group.code} ${group.node}` }}
                    className={classes.opens}
                  >
                    <Sentence text={group.sentence.replaceAll(/\[\d+\]/g, '[]')} />
                  </Link>
                </Text>
                <Text fz="xs" c="dimmed">
                  {group.nodeName}, for {waitText(group.firstAt)}
                  {group.parking > 0 && `, ${countText(group.parking, 'key')} parked`}
                  {group.owners.length > 0 && `, with ${group.owners.join(', ')}`}
                </Text>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Paper>
  );
}
