import type { Terminal } from '../print.ts';
import { contractThings } from './contracts.ts';
import type { Client, Kind, Thing } from './kind.ts';
import { releaseThings } from './releases.ts';
import { tableThings } from './tables.ts';

export interface CodeOptions {
  flows: string;
  environment: string;
  note: string;
}

/** Everything of these kinds, on the server or in the files. Tables come first: releases stand on them. */
export async function thingsOf(api: Client, only: readonly Kind[], options: CodeOptions): Promise<Thing[]> {
  const { flows, environment, note } = options;
  return [
    ...(only.includes('tables') ? await tableThings(api, flows, environment, note) : []),
    ...(only.includes('contracts') ? await contractThings(api, flows) : []),
    ...(only.includes('releases') ? await releaseThings(api, flows) : []),
  ];
}

/** Writes down what differs. */
export async function pullThings(things: readonly Thing[], terminal: Terminal): Promise<void> {
  for (const { path, differences, pull } of things) {
    if (differences.length === 0) terminal.out(`same   ${path}`);
    else if (pull === null) terminal.out(`alone  ${path}: ${differences.join('; ')}`);
    else {
      await pull();
      terminal.out(`wrote  ${path}`);
    }
  }
}

/** Brings what differs to the server. Answers whether everything could be. */
export async function pushThings(things: readonly Thing[], terminal: Terminal): Promise<boolean> {
  let all = true;
  for (const { path, differences, push } of things) {
    if (differences.length === 0) terminal.out(`same   ${path}`);
    else if (push === null) {
      terminal.out(`left   ${path}: ${differences.join('; ')}`);
      if (differences[0] !== 'not in the files') all = false;
    } else terminal.out(`pushed ${path}: ${await push()}`);
  }
  return all;
}
