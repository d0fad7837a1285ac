import { Code } from '@mantine/core';

/** A sentence of the engine or of compile; what stands in backticks there is a name. */
export function Sentence({ text }: { text: string }) {
  return text.split('`').map((part, i) => (i % 2 === 0 ? part : <Code key={`${i} ${part}`}>{part}</Code>));
}
