import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { openDocument } from '../store/document.ts';
import { setCamera } from './camera.ts';
import { NODE_WIDTH } from './geometry.ts';

const FIT = { padding: 0.12, maxZoom: 1 };

/** Ties React Flow's view of the canvas to the camera that the rest of the designer knows. */
export function Lens() {
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
        const at = openDocument().layout.nodes[id];
        if (at === undefined) return;
        const { x, y, width, height } = seen();
        const isSeen =
          at.x > x + 20 && at.x + NODE_WIDTH < x + width - 20 && at.y > y + 20 && at.y + 60 < y + height - 20;
        if (!isSeen) void flow.setCenter(at.x + NODE_WIDTH / 2, at.y + 30, { zoom: flow.getZoom(), duration });
      },
      focus: () => store.getState().domNode?.focus(),
    });
    return () => setCamera(null);
  }, [flow, store]);
  return null;
}
