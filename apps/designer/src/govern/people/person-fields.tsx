import { Select, TextInput } from '@mantine/core';
import type { Roles } from './queries.ts';

export interface Person {
  email: string;
  name: string;
  role: string;
}

/** Who somebody new is and what they may do, however they come in. */
export function PersonFields({
  roles,
  value,
  onChange,
}: {
  roles: Roles['roles'];
  value: Person;
  onChange: (part: Partial<Person>) => void;
}) {
  return (
    <>
      <TextInput
        label="Name"
        value={value.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        maxLength={120}
        data-autofocus
      />
      <TextInput
        label="Email"
        description="What they sign in with."
        type="email"
        value={value.email}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
        maxLength={254}
      />
      <RoleSelect roles={roles} value={value.role} onChange={(role) => onChange({ role })} />
    </>
  );
}

/** What somebody, or a program, may do. */
export function RoleSelect({
  roles,
  value,
  onChange,
}: {
  roles: Roles['roles'];
  value: string;
  onChange: (role: string) => void;
}) {
  return (
    <Select
      label="Role"
      description={roles.find(({ name }) => name === value)?.sentence}
      data={roles.map(({ name, title }) => ({ value: name, label: title }))}
      value={value}
      onChange={(role) => onChange(role ?? 'viewer')}
      allowDeselect={false}
    />
  );
}
