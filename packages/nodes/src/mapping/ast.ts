import jsonata from 'jsonata';

/** Why a text is not JSONata: what is wrong and at which character, counted from 0. */
export interface SyntaxFault {
  sentence: string;
  position: number;
}

/** Reads the text with JSONata's own parser; nothing is evaluated. */
export function parsed(text: string): { ast: unknown } | { fault: SyntaxFault } {
  try {
    return { ast: jsonata(text).ast() };
  } catch (error) {
    const { message, position } = error as { message?: string; position?: number };
    return { fault: { sentence: message ?? 'The text is not JSONata.', position: position ?? 0 } };
  }
}

/** Whether two texts are the same to JSONata, white space and comments apart. */
export function sameMeaning(a: string, b: string): boolean {
  const left = parsed(a);
  const right = parsed(b);
  return 'ast' in left && 'ast' in right && shape(left.ast) === shape(right.ast);
}

function shape(ast: unknown): string {
  return JSON.stringify(ast, (key, value: unknown) => {
    if (key === 'position') return undefined;
    return value instanceof RegExp ? String(value) : value;
  });
}
