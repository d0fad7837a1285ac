import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { formatSettings, records } from '../../form/format.ts';
import { keyProblems, keys, noKeys } from '../../form/keys.ts';
import { setting } from '../../form/setting.ts';

export const manualTrigger = defineNode({
  type: 'trigger.manual',
  version: 1,
  kind: 'trigger',
  name: 'By hand',
  summary: 'A person sends a message from the screen or the command line',
  help: 'For trying a flow, and for work that a person starts. The message is kept and run like any other.',
  icon: 'hand-click',
  config: z.strictObject({
    ...formatSettings,
    records,
    hint: setting(z.string().max(500).default(''), 'text', 'Hint', { description: 'What the person should put in.' }),
    keys,
  }),
  initial: { format: 'json', records: 'each', hint: '', keys: noKeys },
  brief: ({ hint }) => hint,
  inputs: 0,
  outputs: () => out,
  step: () => ({ place: 'trigger' }),
  check: ({ keys, format }) => keyProblems({ keys, format, headers: false }),
  migrations: [],
});
