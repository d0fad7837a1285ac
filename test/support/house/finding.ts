import type { House } from './house.ts';

/** Something that breaks a house rule, for people: where, and what to do. */
export interface Finding {
  path: string;
  line?: number;
  sentence: string;
}

export type Rule = (house: House) => Finding[];

export function show({ path, line, sentence }: Finding): string {
  return `${path}${line === undefined ? '' : `:${line}`}  ${sentence}`;
}
