import { Code, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { functionGroups, functions } from '../editor/expression/functions.ts';
import classes from './mapper.module.css';

/** Every function with what it does and an example. */
export function FunctionsPane() {
  const [search, setSearch] = useState('');
  const wanted = search.toLowerCase();
  const found = functions.filter(({ name, help, group }) => `${name} ${help} ${group}`.toLowerCase().includes(wanted));
  return (
    <Stack gap="sm" className={classes.field}>
      <TextInput
        size="xs"
        aria-label="Search functions"
        placeholder="Search functions"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {functionGroups.map((group) => {
        const here = found.filter((one) => one.group === group);
        return here.length === 0 ? null : (
          <section key={group} aria-label={group}>
            <Title order={3} fz="sm" mb={4}>
              {group}
            </Title>
            {here.map(({ name, takes, help, example, gives }) => (
              <div key={name} className={classes.function}>
                <Text fz="xs" ff="monospace" fw={600}>
                  ${name}({takes})
                </Text>
                <Text fz="xs">{help}</Text>
                <Text fz="xs" c="dimmed">
                  <Code>{example}</Code> gives <Code>{gives}</Code>
                </Text>
              </div>
            ))}
          </section>
        );
      })}
    </Stack>
  );
}
