/** Height of one line of either tree, and the space above the first. The canvas of the wires counts with them. */
export const ROW_PX = 32;
export const TOP_PX = 4;
