/** How far this browser's clock is behind the server's, in milliseconds; what the server says is when things happened. */
let behind = 0;

/** Takes note of the server's clock, from the Date of an answer. A second is what that can say. */
export function noteServerTime(date: string | null): void {
  const at = Date.parse(date ?? '');
  if (Number.isNaN(at)) return;
  const found = at - Date.now();
  behind = Math.abs(found) < 2000 ? 0 : found;
}

/** Now, by the server's clock. */
export const now = (): number => Date.now() + behind;
