/** Where the node editor stands, over the canvas, while a node is open. */
export function NodeEditor() {
  return null;
}

/** Below the canvas: trying the flow, and its tests. */
export function Drawer() {
  return null;
}
