import { MultiSelect, Stack, Switch, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { environmentsQuery } from '../../frame/environments.ts';

export interface PlacesValue {
  /** Null: everywhere. */
  environments: string[] | null;
  /** Null: all folders. */
  folders: string[] | null;
}

interface PlacesProps {
  /** What holds there: the title of a role. */
  what: string;
  value: PlacesValue;
  onChange: (value: PlacesValue) => void;
}

/** Where a role holds: in which environments, and for flows of which folders. */
export function Places({ what, value: { environments, folders }, onChange }: PlacesProps) {
  const known = (useQuery(environmentsQuery).data?.environments ?? []).map(({ name, title }) => ({
    value: name,
    label: title,
  }));
  return (
    <Stack gap="xs">
      <Switch
        label={`${what} in every environment`}
        checked={environments === null}
        onChange={(event) => onChange({ environments: event.currentTarget.checked ? null : [], folders })}
      />
      {environments !== null && (
        <MultiSelect
          label={`${what} in`}
          data={known}
          value={environments}
          onChange={(names) => onChange({ environments: names, folders })}
          placeholder={environments.length === 0 ? 'Nowhere' : ''}
        />
      )}
      <Switch
        label="For flows of every folder"
        checked={folders === null}
        onChange={(event) => onChange({ environments, folders: event.currentTarget.checked ? null : [] })}
      />
      {folders !== null && (
        <TagsInput
          label="For flows of the folders"
          description="A domain or a facility, like supply or north-campus. What belongs to no flow is not theirs."
          value={folders}
          onChange={(names) => onChange({ environments, folders: names.map(folderOf) })}
          placeholder={folders.length === 0 ? 'None' : ''}
          acceptValueOnBlur
        />
      )}
    </Stack>
  );
}

/** As folders are named: small letters, digits and hyphens. */
function folderOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
}

/** In words, for a list. */
export function placesText({ environments, folders }: PlacesValue): string {
  const where =
    environments === null ? 'everywhere' : environments.length === 0 ? 'nowhere' : `in ${environments.join(', ')}`;
  return folders === null ? where : `${where}, folders ${folders.join(', ') || 'none'}`;
}
