import type { Shape } from '../editor/message/shape.ts';

/** Declarations of everything that a code step sees, with the message as it comes to this point. */
export function declarationsFor(message: Shape): string {
  return `/** The message as it comes to this step; it may be changed. */
declare let message: ${typeOf(message, '')};
${FIXED}`;
}

/** A shape as a TypeScript type, with the contract's words as comments. */
export function typeOf(shape: Shape, indent: string): string {
  switch (shape.kind) {
    case 'object': {
      if (shape.fields.length === 0) return 'Record<string, unknown>';
      const inner = `${indent}  `;
      const lines = shape.fields.map(
        (field) => `${comment(field, inner)}${inner}${key(field)}: ${typeOf(field, inner)};`,
      );
      // What no contract closes may have more than the samples show.
      const more = shape.fields.every(({ isContract }) => isContract) ? [] : [`${inner}[name: string]: ${OPEN};`];
      return `{\n${[...lines, ...more].join('\n')}\n${indent}}`;
    }
    case 'list':
      return `Array<${shape.element === undefined ? 'unknown' : typeOf(shape.element, indent)}>`;
    case 'value':
      return shape.choices !== undefined
        ? shape.choices.map((choice) => JSON.stringify(choice)).join(' | ')
        : (SCALARS[shape.type] ?? 'unknown');
    default:
      return OPEN;
  }
}

/** In what an analyst reads, not in our code: with `unknown` the editor would mark every use of what nobody described as wrong. */
const OPEN = 'any';

const SCALARS: Record<string, string> = {
  text: 'string',
  date: 'string',
  instant: 'string',
  number: 'number',
  'whole number': 'number',
  'true or false': 'boolean',
};

function key({ name, required, isContract }: Shape): string {
  const plain = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  return isContract && !required ? `${plain}?` : plain;
}

function comment({ title, description, class: guarded }: Shape, indent: string): string {
  const words = [
    title,
    description,
    guarded === undefined || guarded === 'open' ? undefined : `Data class: ${guarded}.`,
  ];
  const text = words
    .filter((word) => word !== undefined)
    .join('. ')
    .replaceAll('..', '.')
    .replaceAll('*/', '* /');
  return text === '' ? '' : `${indent}/** ${text} */\n`;
}

/** The same for every step: what the sandbox hands in (packages/sandbox). */
const FIXED = `
/** What is known of this run. */
declare const context: {
  readonly messageId: string;
  readonly runId: string;
  readonly correlationId: string;
  readonly environment: string;
  readonly flow: string;
  readonly version: number;
  /** When the message was accepted, ISO 8601: the only clock there is. */
  readonly acceptedAt: string;
  /** Business keys found at acceptance. */
  readonly keys: Record<string, string>;
  readonly trigger: {
    readonly node: string;
    readonly type: string;
    readonly contentType: string;
    readonly headers: Record<string, string>;
    readonly params: Record<string, string>;
  };
  /** For a piece of a split message. */
  readonly split?: { readonly message: string; readonly piece: number; readonly pieces: number };
};

/**
 * A row of a reference table, or null: \`lookup('prices', { sku: 'A' }, { at: '2026-03-01' })\`. A table with one key column also takes
 * the bare value. The version of the table is the one of the day of acceptance.
 */
declare function lookup(table: string, key: string | number | Record<string, unknown>, options?: { at?: string }): Record<string, any> | null;

type Numeric = number | string;

/** Exact decimal arithmetic; rounds halves away from zero. */
declare const decimal: {
  add(a: Numeric, b: Numeric): number;
  subtract(a: Numeric, b: Numeric): number;
  multiply(a: Numeric, b: Numeric): number;
  divide(a: Numeric, b: Numeric, digits: number): number;
  round(value: Numeric, digits?: number): number;
  /** -1, 0 or 1. */
  compare(a: Numeric, b: Numeric): number;
  sum(values: readonly Numeric[]): number;
};

/** Shown beside the code and kept in the trace: 50 lines of 500 characters at most. */
declare const console: Record<'log' | 'info' | 'warn' | 'error' | 'debug', (...parts: unknown[]) => void>;
`;
