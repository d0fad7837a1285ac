import type { Position } from '@throughline/flow';
import type { Box } from './geometry.ts';

/** What the canvas on the screen can do for the rest of the designer: looking, and saying where things are. */
export interface Camera {
  fit: (ids?: readonly string[]) => void;
  zoom: (by: number) => void;
  /** To full size around the middle. */
  actualSize: () => void;
  /** Brings a node, frame or note into sight without zooming, if it is not. */
  reveal: (id: string) => void;
  /** Brings all of a box into sight, smaller where it has to be, if it is not. */
  show: (box: Box) => void;
  /** A place of the screen on the canvas. */
  place: (screen: Position) => Position;
  /** The middle of what is seen. */
  middle: () => Position;
  /** The part of the canvas that is seen. */
  seen: () => Box;
  /** Puts the keyboard on the canvas. */
  focus: () => void;
}

let camera: Camera | null = null;

/** The canvas comes on the screen (or leaves it). */
export function setCamera(next: Camera | null): void {
  camera = next;
}

/** The canvas on the screen; null while there is none. */
export function theCamera(): Camera | null {
  return camera;
}
