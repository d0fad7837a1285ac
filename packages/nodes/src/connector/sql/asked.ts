import { text } from '../../settings.ts';
import { readStatement } from './statement.ts';

/** What a step would have the database do: PostgreSQL's form of the statement, its values in order, and both as people wrote them. */
export function asked(
  settings: Record<string, unknown>,
  key: string,
): { statement: string; numbered: string; values: (string | null)[]; parameters: Record<string, string | null> } {
  const statement = text(settings, 'statement');
  const given = { ...((settings['parameters'] ?? {}) as Record<string, unknown>), deliveryKey: key };
  const { text: numbered, names } = readStatement(statement);
  const values = names.map((name) => asText((given as Record<string, unknown>)[name]));
  const parameters = Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));
  return { statement, numbered, values, parameters };
}

/** Every value goes as text, which the database reads as the type it expects: no number loses a digit on the way. */
function asText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
