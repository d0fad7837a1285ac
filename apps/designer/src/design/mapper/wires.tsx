import { useComputedColorScheme } from '@mantine/core';
import { type RefObject, useEffect, useRef } from 'react';
import classes from './mapper.module.css';
import type { Via } from './model/reference.ts';
import { type SourceRow, sourceId, type TargetRow } from './model/rows.ts';
import { ROW_PX, TOP_PX } from './sizes.ts';

interface WiresProps {
  sources: readonly SourceRow[];
  targets: readonly TargetRow[];
  selected: string | null;
  picked: readonly string[] | null;
  sourceScroll: RefObject<HTMLElement | null>;
  targetScroll: RefObject<HTMLElement | null>;
}

interface Wire {
  from: number;
  to: number;
  via: Via;
  isSelected: boolean;
}

const MARKS: Partial<Record<Via, string>> = { function: 'ƒ', lookup: '▦', expression: '≈', each: '↻', condition: '?' };

/** All wires on one canvas between the two trees; drawn anew when a tree scrolls, and only what is in sight. */
export function Wires(props: WiresProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const { sources, targets, selected, sourceScroll, targetScroll } = props;

  useEffect(() => {
    const element = canvas.current;
    const [left, right] = [sourceScroll.current, targetScroll.current];
    if (element === null || left === null || right === null) return;
    const wires = wiresOf(sources, targets, selected);
    let waiting = 0;
    const request = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => draw(element, wires, left.scrollTop, right.scrollTop));
    };
    const sized = new ResizeObserver(request);
    sized.observe(element);
    left.addEventListener('scroll', request, { passive: true });
    right.addEventListener('scroll', request, { passive: true });
    // The scheme decides the colours that are read when drawing.
    element.dataset['scheme'] = scheme;
    request();
    return () => {
      cancelAnimationFrame(waiting);
      sized.disconnect();
      left.removeEventListener('scroll', request);
      right.removeEventListener('scroll', request);
    };
  }, [sources, targets, selected, sourceScroll, targetScroll, scheme]);

  return <canvas ref={canvas} className={classes.wires} aria-hidden />;
}

/** Ends as places in the two lists; a closed parent stands for what is inside it. */
function wiresOf(sources: readonly SourceRow[], targets: readonly TargetRow[], selected: string | null): Wire[] {
  const at = new Map(sources.map(({ id }, i) => [id, i]));
  return targets.flatMap((row, to) =>
    row.references.flatMap(({ path, via }): Wire[] => {
      for (let length = path.length; length > 0; length--) {
        const from = at.get(sourceId(path.slice(0, length)));
        if (from !== undefined) return [{ from, to, via, isSelected: row.id === selected }];
      }
      return [];
    }),
  );
}

function draw(canvas: HTMLCanvasElement, wires: readonly Wire[], left: number, right: number): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d')!;
  const style = getComputedStyle(canvas);
  // Custom properties are not worked out when read; these are.
  const colours = { usual: style.color, selected: style.caretColor, page: style.outlineColor };
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = '11px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const y = (index: number, scrolled: number) => TOP_PX + index * ROW_PX + ROW_PX / 2 - scrolled;
  for (const isSelected of [false, true]) {
    for (const wire of wires) {
      if (wire.isSelected !== isSelected) continue;
      const [from, to] = [y(wire.from, left), y(wire.to, right)];
      if ((from < 0 && to < 0) || (from > height && to > height)) continue;
      drawWire(context, wire, from, to, width, isSelected ? colours.selected : colours.usual, colours.page);
    }
  }
}

function drawWire(
  context: CanvasRenderingContext2D,
  { via, isSelected }: Wire,
  from: number,
  to: number,
  width: number,
  colour: string,
  page: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = isSelected ? 2 : 1.25;
  context.setLineDash(via === 'condition' ? [2, 4] : via === 'each' ? [6, 3] : []);
  context.beginPath();
  context.moveTo(0, from);
  context.bezierCurveTo(width * 0.45, from, width * 0.55, to, width, to);
  context.stroke();
  context.setLineDash([]);
  const mark = MARKS[via];
  if (mark === undefined || to < 0) return;
  const x = width - 20;
  context.fillStyle = page;
  context.beginPath();
  context.arc(x, to, 9, 0, Math.PI * 2);
  context.fill();
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = colour;
  context.fillText(mark, x, to + 0.5);
}
