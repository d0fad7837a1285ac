import { redo, undo } from '../store/edit.ts';
import { told } from './tell.ts';

export function undoTold(): void {
  told(undo());
}

export function redoTold(): void {
  told(redo());
}
