import { defineNode, type Problem } from '@throughline/flow';
import { z } from 'zod';
import { expression, setting } from '../../form/setting.ts';

const OTHERWISE = 'otherwise';

const portName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits and inner hyphens');

const cases = z
  .array(
    z.strictObject({
      port: setting(portName, 'text', 'Output', { description: 'A short name, such as billable.' }),
      label: setting(z.string().max(60).default(''), 'text', 'Label', {
        description: 'What stands at the output on the canvas.',
      }),
      when: setting(expression, 'expression', 'When', { language: 'jsonata' }),
    }),
  )
  .min(1)
  .max(50);

export const choose = defineNode({
  type: 'route.switch',
  version: 1,
  kind: 'route',
  name: 'Switch',
  summary: 'Sends messages different ways by what is in them',
  help: 'The message goes unchanged to the output of the first case that is true, or of every true case. When none is true it goes to “otherwise”; without that output it is filtered here, and counted as such.',
  icon: 'arrows-split',
  config: z.strictObject({
    cases: setting(cases, 'cases', 'Cases'),
    mode: setting(z.enum(['first', 'every']).default('first'), 'select', 'Goes to', {
      description: 'first: the first true case. every: all true cases.',
    }),
    otherwise: setting(z.boolean().default(true), 'switch', 'Output “otherwise”'),
  }),
  initial: { cases: [{ port: 'yes', label: 'Yes', when: 'true' }], mode: 'first', otherwise: true },
  brief: ({ cases, mode }) =>
    `${mode === 'first' ? 'First' : 'Every'} of ${cases.length} ${cases.length === 1 ? 'case' : 'cases'}`,
  inputs: 1,
  outputs: ({ cases, otherwise }) => [
    ...cases.map(({ port, label }) => ({ name: port, label: label || port })),
    ...(otherwise ? [{ name: OTHERWISE, label: 'Otherwise' }] : []),
  ],
  step: ({ cases, mode, otherwise }) => ({
    place: 'realm',
    op: {
      op: 'choose',
      cases: cases.map(({ port, when }) => ({ port, text: when })),
      mode,
      otherwise: otherwise ? OTHERWISE : null,
    },
  }),
  expressions: ({ cases }) =>
    cases.map(({ when }, i) => ({ path: ['cases', i, 'when'], text: when, language: 'jsonata' })),
  check: ({ cases, otherwise }) => [...portsTwice(cases.map(({ port }) => port)), ...withoutOtherwise(otherwise)],
  migrations: [],
});

function portsTwice(ports: string[]): Omit<Problem, 'node'>[] {
  return ports.flatMap((port, i) => {
    if (port !== OTHERWISE && ports.indexOf(port) === i) return [];
    return [
      { severity: 'error', code: 'port_twice', sentence: `Two outputs are called ${port}.`, field: `/cases/${i}/port` },
    ];
  });
}

function withoutOtherwise(otherwise: boolean): Omit<Problem, 'node'>[] {
  if (otherwise) return [];
  const sentence =
    'A message that fits no case is filtered here. Turn “otherwise” on if every message should go somewhere.';
  return [{ severity: 'warning', code: 'no_otherwise', sentence, field: '/otherwise' }];
}
