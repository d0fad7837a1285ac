import { Button, Popover, Text, UnstyledButton } from '@mantine/core';
import { IconAsterisk, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './mapper.module.css';
import { type Place, placeKey, placeText } from './model/place.ts';
import type { Mapper } from './use-mapper.ts';

/** Required fields that nothing is mapped to, each with a jump. */
export function Missing({ mapper }: { mapper: Mapper }) {
  const [isOpen, setOpen] = useState(false);
  const { missing, target } = mapper;
  if (target === undefined) return null;
  if (missing.length === 0) {
    return (
      <Text fz="xs" className={classes.complete} title="All required fields are mapped">
        <IconCheck size={14} aria-hidden /> <span>All required fields are mapped</span>
      </Text>
    );
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          title="Required fields that nothing is mapped to"
          leftSection={<IconAsterisk size={13} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          {missing.length} missing
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <div className={classes.jumps}>
          {missing.map(({ id, place, shape }) => (
            <UnstyledButton
              key={id}
              className={classes.jump}
              onClick={() => {
                mapper.openTarget.reveal(ancestors(place));
                mapper.select(id);
                setOpen(false);
              }}
            >
              <span className={classes.to}>{placeText(place)}</span>
              <Text span fz="xs" c="dimmed">
                {shape?.title}
              </Text>
            </UnstyledButton>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function ancestors(place: Place): string[] {
  return place.map((_, i) => placeKey(place.slice(0, i + 1)));
}
