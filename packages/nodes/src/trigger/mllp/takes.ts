import { type Hl7Message, pick } from '@throughline/formats';

/** Whether an MLLP trigger with this config takes the message: its type (MSH-9) and its sender (MSH-3, MSH-4). */
export function takesHl7(config: Record<string, unknown>, tree: Hl7Message): boolean {
  const { types, application, facility } = config as {
    types: string[];
    application: string | null;
    facility: string | null;
  };
  const type = pick(tree, 'MSH-9.1') ?? '';
  const event = `${type}^${pick(tree, 'MSH-9.2') ?? ''}`;
  return (
    (types.length === 0 || types.includes(type) || types.includes(event)) &&
    (application === null || application === pick(tree, 'MSH-3.1')) &&
    (facility === null || facility === pick(tree, 'MSH-4.1'))
  );
}
