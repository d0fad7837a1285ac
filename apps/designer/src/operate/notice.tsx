import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './notice.module.css';

interface NoticeProps {
  /** trouble: waits for a person; calm: good to know. */
  tone?: 'trouble' | 'calm';
  title: ReactNode;
  icon?: ReactNode;
  children?: ReactNode;
}

/** Something to know before anything else on this screen. */
export function Notice({ tone = 'calm', title, icon, children }: NoticeProps) {
  return (
    <section className={classes.notice} data-tone={tone}>
      {icon !== undefined && <span className={classes.icon}>{icon}</span>}
      <div className={classes.body}>
        <Text fw={600} fz="sm" component="div">
          {title}
        </Text>
        {children}
      </div>
    </section>
  );
}
