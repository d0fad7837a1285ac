import { Badge, Button, Popover, Select, Stack, Text } from '@mantine/core';
import { IconMessageReply } from '@tabler/icons-react';
import type { FlowDocument } from '@throughline/flow';
import { useState } from 'react';
import { showPanel } from '../store/view.ts';

/** Node → name of the answer that its partner gives. */
export type Chosen = Readonly<Record<string, string>>;

interface AnswersProps {
  document: FlowDocument;
  chosen: Chosen;
  choose: (chosen: Chosen) => void;
}

/** What each partner says when the flow is tried: one of the answers kept with the flow. */
export function Answers({ document, chosen, choose }: AnswersProps) {
  const [isOpen, setOpen] = useState(false);
  const asked = partnersOf(document);
  const named = Object.keys(chosen).length;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" shadow="md" width={320} trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconMessageReply size={14} aria-hidden />}
          rightSection={
            named === 0 ? undefined : (
              <Badge size="sm" circle>
                {named}
              </Badge>
            )
          }
          onClick={() => setOpen(!isOpen)}
        >
          Answers
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          {asked.length === 0 && (
            <Text fz="sm" c="dimmed">
              No answers are kept: every destination takes what it gets. Keep an answer to try what else a partner may
              say.
            </Text>
          )}
          {asked.map(({ id, name, answers }) => (
            <Select
              key={id}
              size="xs"
              label={name}
              data={answers}
              value={chosen[id] ?? answers[0] ?? null}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              onChange={(next) => choose(withChoice(chosen, id, next === answers[0] ? null : next))}
            />
          ))}
          <Button
            size="xs"
            variant="subtle"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => {
              setOpen(false);
              showPanel('samples');
            }}
          >
            Write answers
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function withChoice({ ...chosen }: Record<string, string>, node: string, name: string | null): Chosen {
  if (name === null) delete chosen[node];
  else chosen[node] = name;
  return chosen;
}

/** Nodes that answers are kept for, with the names of them; the first is what they say unless another is chosen. */
function partnersOf({ nodes, fixtures }: FlowDocument): { id: string; name: string; answers: string[] }[] {
  return nodes
    .map(({ id, name }) => {
      const answers = fixtures.filter((one) => one.kind === 'answer' && one.node === id).map((one) => one.name);
      return { id, name, answers };
    })
    .filter(({ answers }) => answers.length > 0);
}

/** Only what is still kept: an answer may have been taken away since it was chosen. */
export function stillThere(chosen: Chosen, document: FlowDocument): Chosen {
  const known = partnersOf(document);
  return Object.fromEntries(
    Object.entries(chosen).filter(([node, name]) => known.find(({ id }) => id === node)?.answers.includes(name)),
  );
}
