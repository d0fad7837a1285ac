import { Button, Modal, Text } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { FlowDocument } from '@throughline/flow';
import { useContext, useState } from 'react';
import { Pending } from '../../frame/pending.tsx';
import { PictureContext, type Walk } from '../../frame/picture.ts';
import { contentQuery } from './queries.ts';

interface WayProps {
  release: string;
  flow: string;
  /** Node ids from where guarded data comes in to where it would go out. */
  path: readonly string[];
}

/** The way that guarded data would take, drawn on the flow as it was released. */
export function Way({ release, flow, path }: WayProps) {
  const [isShown, setShown] = useState(false);
  const way = path.join(' → ');
  return (
    <>
      <Text fz="xs" c="dimmed">
        {way}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        mt={4}
        mr={6}
        leftSection={<IconRoute size={13} aria-hidden />}
        onClick={() => setShown(true)}
      >
        Show the way
      </Button>
      {isShown && (
        // The drawing fits itself into the space it finds: that must not be growing still.
        <Modal
          opened
          onClose={() => setShown(false)}
          title="The way it would take"
          size="min(1100px, 94vw)"
          transitionProps={{ duration: 0 }}
        >
          <Text fz="sm" c="dimmed">
            {way}
          </Text>
          <Drawn release={release} flow={flow} path={path} />
        </Modal>
      )}
    </>
  );
}

function Drawn({ release, flow, path }: WayProps) {
  const Picture = useContext(PictureContext);
  const found = useQuery(contentQuery(release));
  if (found.data === undefined) {
    return <Pending error={found.error} again={found.refetch} waitsFor="the flow" height={480} />;
  }
  const { flows } = found.data.content as unknown as { flows: { id: string; document: FlowDocument }[] };
  const document = flows.find(({ id }) => id === flow)?.document;
  if (document === undefined || Picture === null) return null;
  return (
    <section
      style={{ height: 'min(480px, 60vh)', marginTop: 12 }}
      aria-label={`The way through ${document.name}: ${path.join(', ')}`}
    >
      <Picture document={document} walk={walkAlong(document, path)} selected={null} />
    </section>
  );
}

/** As a message would have walked it, and stopped where the data may not go. A step inside a called flow is its call here. */
function walkAlong({ wires }: FlowDocument, path: readonly string[]): Walk {
  const outer = path.map((node) => node.split('/')[0]!).filter((node, i, all) => node !== all[i - 1]);
  const last = outer.length - 1;
  const nodes = outer.map((node, i) => [node, { state: i === last ? 'stopped' : 'done', count: 1, us: 0 }] as const);
  const taken = outer.slice(1).flatMap((to, i) => wires.filter((wire) => wire.from === outer[i] && wire.to === to));
  return { nodes: Object.fromEntries(nodes), wires: taken.map(({ from, port, to }) => ({ from, port, to, count: 1 })) };
}
