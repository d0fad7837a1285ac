import type { z } from 'zod';
import type { Problem } from '../problem.ts';
import { pointer } from '../problem.ts';

export function finding(
  severity: Problem['severity'],
  code: string,
  sentence: string,
  at: { node?: string; field?: string } = {},
): Problem {
  return { severity, code, sentence, ...at };
}

/** What a schema found wrong with a config, one problem for each field, in words for people. */
export function configProblems(error: z.ZodError, node: { id: string; name: string }): Problem[] {
  return error.issues.map((issue) => {
    const setting = issue.path.length > 0 ? `“${issue.path.join(' → ')}”` : 'the settings';
    return finding('error', 'config_invalid', `${node.name}: ${setting} ${inWords(issue)}.`, {
      node: node.id,
      field: pointer(issue.path),
    });
  });
}

function inWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${article(issue.expected)}`;
    case 'too_small':
      if (issue.origin === 'string')
        return issue.minimum === 1 ? 'is empty' : `needs at least ${issue.minimum} characters`;
      if (issue.origin === 'array')
        return `needs at least ${issue.minimum} ${issue.minimum === 1 ? 'entry' : 'entries'}`;
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `is longer than ${issue.maximum} characters`;
      if (issue.origin === 'array') return `has more than ${issue.maximum} entries`;
      return `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `has settings that are not known: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return 'has none of the forms it may have';
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `is not a valid ${issue.format}` : `is not right: ${issue.message}`;
    default:
      return `is not right: ${issue.message}`;
  }
}

function article(type: string): string {
  const words: Record<string, string> = {
    string: 'text',
    int: 'a whole number',
    record: 'an object',
    boolean: 'yes or no',
  };
  return words[type] ?? (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);
}
