import type { StepError } from '@throughline/engine';
import type { ProgramStep, RealmOp } from '@throughline/flow';
import { compileCode, explainCode } from './code.ts';
import { compileLookup } from './enrich.ts';
import { failure, knownError } from './errors.ts';
import { compileExpression, explainExpression, isTrue } from './expression.ts';
import { type Message, messageOf } from './message.ts';
import { compileSchema } from './schema.ts';
import { compileTemplate } from './template.ts';

/** Where a message goes on, and as what; no ports: it is filtered here. */
export interface Onward {
  ports: string[];
  message: Message;
}

/** An op made ready. Throws errors that `explain` puts in words. */
export interface Work {
  run(message: Message): Promise<Onward>;
  explain(error: unknown): StepError;
}

/** Settings of the step a message leaves towards, resolved over that message. */
export type Resolve = (message: Message) => Promise<unknown[]>;

/** A faulty op fails when a message reaches it, not before: its neighbours keep working. */
export function compileWork(op: RealmOp, index: number, faultyLine?: number): Work {
  const explain = op.op === 'code' ? (error: unknown) => explainCode(error, sourceName(index)) : explainExpression;
  try {
    return { run: runOf(op, index, faultyLine), explain };
  } catch (error) {
    return { run: () => Promise.reject(error), explain };
  }
}

/** The name of a step's source in stack traces. */
const sourceName = (index: number): string => `step-${index}.js`;

function runOf(op: RealmOp, index: number, faultyLine?: number): Work['run'] {
  switch (op.op) {
    case 'expression':
      return expressionRun(op.text);
    case 'code':
      return codeRun(op.source, index, faultyLine);
    case 'choose':
      return chooseRun(op);
    case 'keep': {
      const kept = compileExpression(op.text);
      return async (message) => ({ ports: isTrue(await kept(reserved(message))) ? ['out'] : [], message });
    }
    case 'schema': {
      const assertFits = compileSchema(op.contract, op.schema);
      return async (message) => {
        assertFits(message.text);
        return { ports: ['out'], message };
      };
    }
    case 'lookup': {
      const enriched = compileLookup(op);
      return async (message) => {
        reserved(message);
        return { ports: ['out'], message: messageOf(await enriched(message.take())) };
      };
    }
  }
}

function expressionRun(text: string): Work['run'] {
  const expression = compileExpression(text);
  return async (message) => {
    const value = await expression(reserved(message));
    if (value === undefined) throw failure('expression_empty', 'data', 'The expression has no value for this message.');
    return { ports: ['out'], message: messageOf(value) };
  };
}

function codeRun(source: string, index: number, faultyLine?: number): Work['run'] {
  const code = compileCode(source, sourceName(index), faultyLine);
  return async (message) => {
    const value = await code(message.take());
    if (value === undefined) throw failure('code_empty', 'code', 'The code returned nothing; return the message.');
    return { ports: ['out'], message: messageOf(value) };
  };
}

function chooseRun({ cases, mode, otherwise }: Extract<RealmOp, { op: 'choose' }>): Work['run'] {
  const ready = cases.map(({ port, text }) => ({ port, holds: compileExpression(text) }));
  return async (message) => {
    const value = reserved(message);
    const ports: string[] = [];
    for (const { port, holds } of ready) {
      if (!isTrue(await holds(value))) continue;
      ports.push(port);
      if (mode === 'first') break;
    }
    if (ports.length === 0 && otherwise !== null) ports.push(otherwise);
    return { ports, message };
  };
}

/** Expressions would take properties of these names for functions, so a message that carries them is refused, not evaluated. */
function reserved(message: Message): unknown {
  if (!message.text.includes('_jsonata_')) return message.read();
  throw failure(
    'reserved_name',
    'data',
    'The message has a property whose name starts with `_jsonata_`, which expressions reserve.',
  );
}

/** Resolves fields in order; an error carries the path of its field. */
export function compileFields(fields: ProgramStep['fields']): Resolve {
  const ready = fields.map((field) => ({ path: field.path.join('.'), value: fieldOf(field) }));
  return async (message) => {
    const values: unknown[] = [];
    for (const { path, value } of ready) values.push(await at(path, () => value(reserved(message))));
    return values;
  };
}

type FieldValue = (input: unknown) => unknown;

function fieldOf({ kind, text }: ProgramStep['fields'][number]): FieldValue {
  try {
    return kind === 'expr' ? compileExpression(text) : compileTemplate(text);
  } catch (error) {
    return () => Promise.reject(error);
  }
}

async function at(path: string, resolve: () => unknown): Promise<unknown> {
  let value: unknown;
  try {
    value = await resolve();
  } catch (error) {
    const { code, class: kind, sentence } = knownError(error) ?? explainExpression(error);
    throw failure(code, kind, `Setting \`${path}\`: ${sentence}`, { path });
  }
  if (value === undefined)
    throw failure('expression_empty', 'data', `Setting \`${path}\` has no value for this message.`, { path });
  return value;
}
