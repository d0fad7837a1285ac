import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson, stringifyJson } from '@throughline/formats';
import { type Difference, differencesBetween, type MessageFile, type Outcome } from '@throughline/nodes/runs';
import type { Played, ReadyFlow, Stage } from './stage.ts';

export type { Difference, Outcome, Played, ReadyFlow, Stage };

/** One message of a flow held against what is expected of it. */
export interface Golden extends Played {
  message: string;
  /** Where the expectation lies, or would lie. */
  path: string;
  /** Null: nothing is expected yet. */
  expected: Expected | null;
  differences: Difference[];
}

/** `expected/<message>.json`: the outcome, and which fixtures answer. */
export interface Expected extends Outcome {
  /** For people. */
  note?: string;
  /** Node → name of the fixture that answers there. */
  answers?: Record<string, string>;
}

/** Messages of a flow's folder, by name. */
export async function readMessages(folder: string): Promise<MessageFile[]> {
  const place = join(folder, 'messages');
  const names = await readdir(place).catch(() => [] as string[]);
  return Promise.all(names.sort().map(async (name) => ({ name, bytes: await readFile(join(place, name)) })));
}

/** Plays a message and compares. `update` writes the outcome down as what is expected from now on. */
export async function playGolden(
  stage: Stage,
  flow: ReadyFlow,
  folder: string,
  file: MessageFile,
  update = false,
): Promise<Golden> {
  const path = join(folder, 'expected', `${file.name}.json`);
  const text = await readFile(path, 'utf8').catch(() => null);
  const expected = text === null ? null : (parseJson(text) as Expected);
  const { note, answers, ...wanted } = expected ?? {};
  const played = await stage.play(flow, file, answers === undefined ? {} : { answers });
  const differences = differencesBetween(wanted, played.outcome);
  if (update && (expected === null || differences.length > 0)) {
    await mkdir(join(folder, 'expected'), { recursive: true });
    const given = { ...(note === undefined ? {} : { note }), ...(answers === undefined ? {} : { answers }) };
    await writeFile(path, `${stringifyJson({ ...given, ...played.outcome }, { indent: 2 })}\n`);
  }
  return { ...played, message: file.name, path, expected, differences };
}
