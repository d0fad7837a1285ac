/** The names that only exist inside the isolate. */
declare function lockdown(options: Record<string, string>): void;
declare function harden<T>(value: T): T;
declare class Compartment {
  constructor(options: { globals: Record<string, unknown>; __options__: true });
  globalThis: Record<string, unknown>;
  evaluate(source: string): unknown;
}
interface JSON {
  rawJSON(text: string): object;
  parse(
    text: string,
    reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
}
declare module 'realm:jsonata' {
  interface Expression {
    evaluate(input: unknown, bindings?: Record<string, unknown>): Promise<unknown>;
    assign(name: string, value: unknown): void;
    ast(): unknown;
  }
  /** The jsonata library, closed over the clock and the dice it is given. */
  export function jsonataWith(clock: DateConstructor, dice: Math): (text: string) => Expression;
  export type { Expression };
}
