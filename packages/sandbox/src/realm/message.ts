import { failure } from './errors.ts';
import { parse, stringify } from './exact.ts';
import { assertPlain } from './plain.ts';

/** A message between two steps. Its text is the truth; the value is read when a step needs it. */
export class Message {
  readonly text: string;
  #value: { it: unknown } | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** Shared by steps that only read. */
  read(): unknown {
    this.#value ??= { it: parsed(this.text) };
    return this.#value.it;
  }

  /** For a step that may write into it. */
  take(): unknown {
    const value = this.read();
    this.#value = null;
    return value;
  }
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw failure('message_not_json', 'data', 'The message is not JSON text.');
  }
}

let textLimit = 8_000_000;

export function limitText(length: number): void {
  textLimit = length;
}

/** The message that a step's result is; throws where JSON cannot carry it or it is too long. */
export function messageOf(result: unknown): Message {
  assertPlain(result);
  const text = written(result);
  if (text.length <= textLimit) return new Message(text);
  throw failure(
    'result_too_large',
    'limit',
    `The result is ${text.length} characters long; the limit is ${textLimit}.`,
  );
}

/** JSON text of a value; JSON.stringify answers undefined for a value whose toJSON gives nothing. */
function written(value: unknown): string {
  const text: string | undefined = stringify(value);
  if (text !== undefined) return text;
  throw failure('result_not_serialisable', 'code', 'The result cannot be written as JSON.');
}
