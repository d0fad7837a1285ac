import { Alert, Anchor, Collapse, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useView } from '../../store/view.ts';
import { useEditing } from '../editing.ts';
import classes from '../widgets/widgets.module.css';
import { problemsOfAll } from './problems.ts';
import { settingsOf } from './schema.ts';
import { Setting } from './setting.tsx';

/** The settings of the open node, as its type describes them. `only` leaves out those with a place of their own. */
export function SettingsForm({ without = [] }: { without?: readonly string[] }) {
  const { definition, node, problems } = useEditing();
  const schema = settingsOf(definition);
  const all = Object.entries(schema.properties ?? {}).filter(([name]) => !without.includes(name));
  const usual = all.filter(([, setting]) => setting.advanced !== true);
  const advanced = all.filter(([, setting]) => setting.advanced === true);
  const wanted = new Set(schema.required);
  const field = useView((state) => state.field);
  const needsAdvanced = advanced.some(([name]) =>
    [field, ...problems.map((problem) => problem.field)].some((at) => at === `/${name}` || at?.startsWith(`/${name}/`)),
  );
  const [isOpen, setOpen] = useState(needsAdvanced);
  useEffect(() => {
    if (needsAdvanced) setOpen(true);
  }, [needsAdvanced]);
  const draw = ([name, setting]: (typeof all)[number]) => (
    <Setting key={name} schema={setting} at={`/${name}`} value={node.config[name]} required={wanted.has(name)} />
  );
  return (
    <Stack gap="md">
      {problemsOfAll(problems).map((problem) => (
        <Alert
          key={problem.code + problem.sentence}
          color={problem.severity === 'error' ? 'red' : 'gray'}
          variant="light"
          py={8}
          icon={<IconAlertCircle size={18} aria-hidden />}
        >
          {problem.sentence}
        </Alert>
      ))}
      {all.length === 0 && (
        <Text c="dimmed" fz="sm">
          This node has no settings.
        </Text>
      )}
      {usual.map(draw)}
      {advanced.length > 0 && (
        <div>
          <Anchor
            component="button"
            type="button"
            fz="sm"
            c="var(--quiet)"
            className={classes.advanced}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
            {`Advanced (${advanced.length})`}
          </Anchor>
          <Collapse expanded={isOpen}>
            <Stack gap="md" pt="sm">
              {advanced.map(draw)}
            </Stack>
          </Collapse>
        </div>
      )}
    </Stack>
  );
}
