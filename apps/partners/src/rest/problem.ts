/** RFC 9457 problem body, with a stable code and, where one field is at fault, its path. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string;
  field?: string;
}

export const PROBLEM_TYPE = 'application/problem+json';

export function problem(status: number, code: string, detail: string, field?: string): Problem {
  return { status, code, title: code.replaceAll('_', ' '), detail, ...(field === undefined ? {} : { field }) };
}

export function problemResponse(found: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(found), {
    status: found.status,
    headers: { 'content-type': PROBLEM_TYPE, ...headers },
  });
}

/** `lines[2].chargeCode` from the path of a zod issue. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}
