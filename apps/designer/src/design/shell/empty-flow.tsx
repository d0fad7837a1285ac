import { Button, Text } from '@mantine/core';
import { definitions } from '@throughline/nodes/definitions';
import { addAnywhere } from '../actions/add.ts';
import { iconOf } from '../palette/icons.ts';
import classes from './designer.module.css';

/** A flow with nothing in it teaches the first step: how does a message come in? */
export function EmptyFlow() {
  return (
    <div className={classes.empty}>
      <div className={classes.begin}>
        <div>
          <Text fw={640} fz="lg">
            How does a message come in?
          </Text>
          <Text c="dimmed" fz="sm">
            A flow begins with a trigger. Drag any node from the left, or press / on the canvas.
          </Text>
        </div>
        <div className={classes.ways}>
          {definitions
            .filter(({ kind }) => kind === 'trigger')
            .map(({ type, name, icon }) => {
              const Icon = iconOf(icon);
              return (
                <Button
                  key={type}
                  variant="default"
                  leftSection={<Icon size={17} stroke={1.6} aria-hidden />}
                  onClick={() => addAnywhere(type)}
                >
                  {name}
                </Button>
              );
            })}
        </div>
      </div>
    </div>
  );
}
