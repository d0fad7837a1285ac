/** The last period that the books have closed for good when the demo begins. */
const CLOSED_THROUGH = '2026-09';

export const PERIOD = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Accounting periods `yyyy-mm`: open unless closed by the seed or by hand. */
export class Periods {
  readonly #set = new Map<string, boolean>();

  isOpen(period: string): boolean {
    return this.#set.get(period) ?? period > CLOSED_THROUGH;
  }

  put(period: string, open: boolean): void {
    this.#set.set(period, open);
  }
}

/** The period of an ISO day or instant, as written. */
export function periodOf(date: string): string {
  return date.slice(0, 7);
}
