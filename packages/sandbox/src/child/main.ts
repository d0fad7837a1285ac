/**
 * The caged child. It reads frames from its standard input and answers on its standard output, one frame after the other:
 *   L  sources of the realm, limits as JSON text                              (once, first)
 *   O  realm, program, then table name and text by turns                      → O realm, fault ('' when it stands)
 *   R  job, realm, then step, message and context by turns                    → P…, E
 *   D  realm                                                                  (thrown away, no answer)
 *   P  job, entries started, outcomes since the last P: sent while a job runs, also as a sign of life
 *   E  job, end ('' | timeout | starved | pending | memory | crash | gone), index, outcome of the entry it ended at, last outcomes
 *   X  the isolate is out of V8's control; the process aborts
 */
import process from 'node:process';
import type ivm from 'isolated-vm';
import { encodeFrame, type Frame, FrameReader } from '../frames.ts';
import { type Entry, Realm, type RealmLimits, type Source } from './realm.ts';

const PULSE_MS = 50;
/** Characters that go through before what is left of them is collected. */
const CHARS_BETWEEN = 32_000_000;

const addon = { exports: {} as { ivm: typeof ivm } };
process.env['TZ'] = 'UTC';
process.dlopen(addon, process.argv[2] as string);

const realms = new Map<string, Realm>();
let sources: Source[] = [];
let limits: RealmLimits = { isolateMs: 0, memoryMb: 0, textLimit: 0 };
let work = Promise.resolve();
let passed = 0;

function send(type: string, texts: string[]): void {
  process.stdout.write(encodeFrame(type, texts));
}

function catastrophe(): void {
  send('X', []);
  process.abort();
}

async function open(id: string, program: string, tables: string[]): Promise<void> {
  const realm = new Realm(addon.exports.ivm, limits, catastrophe);
  try {
    await realm.open(sources, program, tables);
    realms.set(id, realm);
    send('O', [id, '']);
  } catch (error) {
    realm.dispose();
    send('O', [id, error instanceof Error ? error.message : 'unknown']);
  }
}

function drop(id: string): void {
  realms.get(id)?.dispose();
  realms.delete(id);
}

async function run(job: string, id: string, texts: string[]): Promise<void> {
  const realm = realms.get(id);
  if (!realm) return send('E', [job, 'gone', '0', '']);
  let started = 0;
  let outcomes: string[] = [];
  const report = (): void => {
    send('P', [job, String(started), ...outcomes]);
    outcomes = [];
  };
  for (const { length } of texts) passed += length;
  const pulse = setInterval(report, PULSE_MS);
  const ending = await realm.run(
    entriesOf(texts),
    (count) => (started = count),
    (text) => {
      passed += text.length;
      outcomes.push(text);
    },
  );
  clearInterval(pulse);
  if (!ending) {
    send('E', [job, '', '0', '', ...outcomes]);
    return tidy();
  }
  drop(id);
  send('E', [job, ending.end, String(ending.index), ending.outcome, ...outcomes]);
}

/** What went through lies outside the heaps, where V8 sees no reason to collect it. */
async function tidy(): Promise<void> {
  if (passed < CHARS_BETWEEN) return;
  passed = 0;
  for (const realm of realms.values()) await realm.collect();
  globalThis.gc!();
}

function entriesOf(texts: string[]): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < texts.length; i += 3) {
    entries.push({ step: Number(texts[i]), message: texts[i + 1] as string, context: texts[i + 2] as string });
  }
  return entries;
}

async function obey({ type, texts }: Frame): Promise<void> {
  const [first = '', second = '', ...rest] = texts;
  if (type === 'R') await run(first, second, rest);
  else if (type === 'O') await open(first, second, rest);
  else if (type === 'D') drop(first);
  else if (type === 'L') {
    sources = JSON.parse(first) as Source[];
    limits = JSON.parse(second) as RealmLimits;
    send('L', [String(process.getuid?.() ?? -1)]);
  }
}

const reader = new FrameReader();
process.stdin.on('data', (chunk: Buffer) => {
  for (const frame of reader.push(chunk)) work = work.then(() => obey(frame));
});
/** The parent is gone. An isolate stuck in native code would hold up an ordinary exit. */
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'));
