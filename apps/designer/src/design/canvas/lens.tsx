import { catalogue } from '@throughline/nodes/definitions';
import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { openDocument } from '../store/document.ts';
import { setCamera } from './camera.ts';
import { allBoxes, isInside } from './geometry.ts';
import { EDGE, fitted, type Size, stay, type View, withinSight } from './stay.ts';

/** Leaves room for the bars that lie over the canvas. */
const FIT = { padding: { x: `${EDGE.x}px`, top: `${EDGE.top}px`, bottom: `${EDGE.bottom}px` }, maxZoom: 1 } as const;

/** Ties React Flow's view of the canvas to the camera that the rest of the designer knows. */
export function Lens() {
  useStaying();
  const flow = useReactFlow();
  const store = useStoreApi();
  useEffect(() => {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const duration = calm ? 0 : 220;
    const box = () => store.getState().domNode!.getBoundingClientRect();
    const seen = () => {
      const { left, top, right, bottom } = box();
      const from = flow.screenToFlowPosition({ x: left, y: top }, { snapToGrid: false });
      const to = flow.screenToFlowPosition({ x: right, y: bottom }, { snapToGrid: false });
      return { ...from, width: to.x - from.x, height: to.y - from.y };
    };
    setCamera({
      seen,
      fit: (ids) =>
        void flow.fitView({ ...FIT, duration, ...(ids === undefined ? {} : { nodes: ids.map((id) => ({ id })) }) }),
      zoom: (by) => void flow.zoomTo(flow.getZoom() * by, { duration }),
      actualSize: () => void flow.zoomTo(1, { duration }),
      place: (screen) => flow.screenToFlowPosition(screen, { snapToGrid: false }),
      middle: () => {
        const { x, y, width, height } = seen();
        return { x: x + width / 2, y: y + height / 2 };
      },
      reveal: (id) => {
        const one = allBoxes(openDocument(), catalogue).find((drawn) => drawn.id === id);
        if (one === undefined) return;
        const { width, height } = box();
        const next = withinSight(flow.getViewport(), { width, height }, one);
        if (next !== null) void flow.setViewport(next, { duration });
      },
      show: (all) => {
        const { width, height } = box();
        if (!isInside(all, seen())) void flow.setViewport(fitted(all, { width, height }, flow.getZoom()), { duration });
      },
      focus: () => store.getState().domNode?.focus(),
    });
    return () => setCamera(null);
  }, [flow, store]);
  return null;
}

/** A board that changes its size goes on showing what it showed, and shows it as before when it has its old size again. */
function useStaying(): void {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const last = useRef<{ size: Size; moved: { from: View; to: View; size: Size } | null }>({
    size: { width: 0, height: 0 },
    moved: null,
  });
  useEffect(() => {
    const { size: was, moved } = last.current;
    const size = { width, height };
    last.current = { size, moved };
    const view = flow.getViewport();
    if (was.width === 0 || width === 0) return;
    if (moved !== null && isSame(view, moved.to) && moved.size.width === width && moved.size.height === height) {
      last.current = { size, moved: null };
      void flow.setViewport(moved.from);
      return;
    }
    const nodes = flow.getNodes();
    const selected = nodes.filter((node) => node.selected);
    const bounds = (some: typeof nodes) => (some.length === 0 ? null : flow.getNodesBounds(some));
    const next = stay(view, was, size, bounds(nodes), bounds(selected));
    if (isSame(next, view)) return;
    last.current = { size, moved: { from: view, to: next, size: was } };
    void flow.setViewport(next);
  }, [flow, width, height]);
}

function isSame(a: View, b: View): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}
