import { Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Waiting } from '../../frame/waiting.tsx';
import classes from './node-editor.module.css';
import { SamplePicker } from './sample-picker.tsx';
import { SettingsForm } from './settings/form.tsx';
import type { Opened } from './use-open-node.ts';

const Mapper = lazy(() => import('../mapper/mapper.tsx').then((module) => ({ default: module.Mapper })));
const CodeStep = lazy(() => import('../code/code-step.tsx').then((module) => ({ default: module.CodeStep })));

/** The settings of the open node; a mapping has a surface of its own. */
export function SettingsPanel({ opened }: { opened: Opened }) {
  const { document, node, samples, tried } = opened;
  if (node.type === 'transform.map') {
    return (
      <section className={classes.panel} aria-label="Mapping" data-autofocus tabIndex={-1}>
        <Suspense fallback={<Waiting words="Opening the mapping" />}>
          <Mapper
            tried={tried}
            samples={
              <SamplePicker
                document={document}
                node={node.id}
                samples={samples}
                chosen={tried.map(({ sample }) => sample)}
              />
            }
            settings={
              <div className={classes.form}>
                <SettingsForm />
              </div>
            }
          />
        </Suspense>
      </section>
    );
  }
  if (node.type === 'transform.code') {
    return (
      <section className={classes.panel} aria-label="Code" data-autofocus tabIndex={-1}>
        <Suspense fallback={<Waiting words="Opening the code" />}>
          <CodeStep tried={tried[0]} />
        </Suspense>
      </section>
    );
  }
  return (
    <section className={classes.panel} aria-label="Settings" data-main data-autofocus tabIndex={-1}>
      <fieldset className={classes.form} disabled={!opened.isEditable} aria-label="Settings">
        {!opened.isEditable && (
          <Text fz="sm" c="dimmed" mb="md">
            You may look at this flow, not change it.
          </Text>
        )}
        <SettingsForm />
      </fieldset>
    </section>
  );
}
