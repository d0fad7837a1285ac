import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import classes from './mapper.module.css';
import { accepted, suggest } from './model/automap.ts';
import { placeText } from './model/place.ts';
import type { Mapper } from './use-mapper.ts';

/** What would be mapped by name, each to be taken or left. */
export function AutoMap({ mapper, close }: { mapper: Mapper; close: () => void }) {
  const suggestions = useMemo(
    () => suggest(mapper.mapping, mapper.target, mapper.message),
    [mapper.mapping, mapper.target, mapper.message],
  );
  const [left, setLeft] = useState<ReadonlySet<string>>(
    new Set(suggestions.filter(({ score }) => score < 0.75).map(({ id }) => id)),
  );
  const taken = suggestions.filter(({ id }) => !left.has(id));
  const toggle = (id: string) => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  return (
    <Modal
      opened
      onClose={close}
      title="Map by name"
      size="lg"
      zIndex={400}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {suggestions.length === 0 ? (
        <Text fz="sm" c="dimmed">
          {mapper.target === undefined
            ? 'Choose a contract as the target first: it says which fields are wanted.'
            : 'Nothing left that is called alike. Map the rest by hand.'}
        </Text>
      ) : (
        <Stack gap="sm">
          <Checkbox
            label={`All ${suggestions.length}`}
            checked={taken.length === suggestions.length}
            indeterminate={taken.length > 0 && taken.length < suggestions.length}
            onChange={() =>
              setLeft(taken.length === suggestions.length ? new Set(suggestions.map(({ id }) => id)) : new Set())
            }
          />
          <div className={classes.suggestions}>
            {suggestions.map(({ id, place, source, score, why }) => (
              <Checkbox
                key={id}
                checked={!left.has(id)}
                onChange={() => toggle(id)}
                label={
                  <Group gap={8} wrap="nowrap">
                    <span className={classes.from}>{source.join('.')}</span>
                    <IconArrowRight size={14} aria-label="to" />
                    <span className={classes.to}>{placeText(place)}</span>
                    <Text span fz="xs" c="dimmed" ml="auto">
                      {why}, {Math.round(score * 100)} %
                    </Text>
                  </Group>
                }
                styles={{ body: { alignItems: 'center' }, labelWrapper: { flex: 1 }, label: { display: 'block' } }}
              />
            ))}
          </div>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              disabled={taken.length === 0}
              onClick={() => {
                mapper.put(accepted(mapper.mapping, taken, mapper.message));
                close();
              }}
            >
              Map {taken.length}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
