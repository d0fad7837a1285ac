import { Alert, Button, Loader, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Stage } from '../../frame/page.tsx';
import { PageMessage } from '../../frame/page-message.tsx';
import { meQuery } from '../../frame/session.ts';
import { Canvas } from '../canvas/canvas.tsx';
import { useClipboard } from '../hands/clipboard.ts';
import { useShortcuts } from '../keys/shortcuts.ts';
import { ContextMenu } from '../menu/context-menu.tsx';
import { NodeChooser } from '../palette/chooser.tsx';
import { Palette } from '../palette/palette.tsx';
import { useDocument } from '../store/document.ts';
import { openNode, togglePalette, useView, viewStore } from '../store/view.ts';
import { ConflictBar } from './conflict-bar.tsx';
import classes from './designer.module.css';
import { EmptyFlow } from './empty-flow.tsx';
import { Header } from './header.tsx';
import { RefusedBar } from './refused-bar.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { Dialogs, Drawer, NodeEditor, Side } from './slots.tsx';
import { useOpenFlow } from './use-open-flow.ts';
import { useRemovedMeanwhile } from './use-removed.ts';
import { WalkBar } from './walk-bar.tsx';

/** `/flows/$flow`: one flow, to be drawn. */
export function Designer() {
  const { flow } = useParams({ strict: false });
  return flow === undefined ? null : <OpenedDesigner key={flow} flow={flow} />;
}

function OpenedDesigner({ flow }: { flow: string }) {
  const me = useQuery(meQuery).data;
  const name = useDocument((state) => state.document?.name);
  const hindrance = useDocument((state) => state.hindrance);
  const isHere = useDocument((state) => state.document !== null && state.flow === flow);
  const isEditable = me?.permissions.includes('flow.edit') ?? false;
  const line = useOpenFlow(flow, me?.id ?? 'nobody', isEditable);
  if (isHere) {
    return (
      <Stage title={name ?? flow}>
        <Room flow={flow} isEditable={isEditable} permissions={me?.permissions ?? []} />
      </Stage>
    );
  }
  return (
    <Stage title={flow}>
      {hindrance?.kind === 'refused' ? (
        <PageMessage title="This flow cannot be opened" sentence={hindrance.sentence}>
          <Button component={Link} to="/flows" mt="sm">
            All flows
          </Button>
        </PageMessage>
      ) : (
        <div className={classes.loading} role="status">
          <Loader size="sm" type="dots" />
          <Text c="dimmed" fz="sm">
            {hindrance === null ? 'Opening the flow' : 'Waiting for the server'}
          </Text>
          {hindrance !== null && (
            <Button size="xs" variant="default" onClick={line.retry}>
              Try now
            </Button>
          )}
        </div>
      )}
    </Stage>
  );
}

function Room({
  flow,
  isEditable,
  permissions,
}: {
  flow: string;
  isEditable: boolean;
  permissions: readonly string[];
}) {
  const isNarrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false });
  const isPaletteOpen = useView((state) => state.isPaletteOpen) && isEditable;
  const showsMap = useView((state) => state.showsMap) && !isNarrow;
  const open = useView((state) => state.open);
  const isEmpty = useDocument((state) => state.document?.nodes.length === 0);
  useShortcuts(isEditable);
  useClipboard(isEditable);
  useNodeInAddress();
  useRemovedMeanwhile();
  useEffect(() => {
    if (isNarrow && viewStore.getState().isPaletteOpen) togglePalette();
  }, [isNarrow]);
  return (
    <div className={classes.room}>
      <Header flow={flow} isEditable={isEditable} permissions={permissions} />
      <div className={classes.middle}>
        {isPaletteOpen && <Palette />}
        <div className={classes.board} data-open={open !== null || undefined}>
          <p id="canvas-words" className={classes.unseen}>
            Tab goes from node to node, arrows move a node, Enter opens it, W leads a wire from it, slash adds one.
          </p>
          <Canvas isEditable={isEditable} showsMap={showsMap} />
          {isEmpty && isEditable && <EmptyFlow />}
          {open === null && <ConflictBar />}
          <RefusedBar />
          <WalkBar />
          {isEditable && <SelectionBar />}
          {!isEditable && (
            <Alert className={classes.readOnly} color="gray" py={6} variant="default">
              You may look at this flow, not change it.
            </Alert>
          )}
        </div>
        <Side />
      </div>
      <Drawer />
      <NodeEditor />
      <NodeChooser />
      <ContextMenu isEditable={isEditable} />
      <Dialogs flow={flow} />
    </div>
  );
}

/** The open node is in the address: `?node=…`, so that it can be passed on and reloaded. */
function useNodeInAddress(): void {
  const { node } = useSearch({ strict: false });
  const open = useView((state) => state.open);
  const navigate = useNavigate();
  useEffect(() => {
    if (node !== undefined) openNode(node);
  }, [node]);
  useEffect(() => {
    void navigate({ to: '.', search: (before) => ({ ...before, node: open ?? undefined }), replace: true });
  }, [open, navigate]);
}
