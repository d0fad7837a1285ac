/* What HL7 FHIR R4 puts into answers of status 200 that are refusals all the same. */

/** The first error or fatal issue of a FHIR OperationOutcome, by its code. */
export function issueOf(value: unknown): string | null {
  if (field(value, 'resourceType') !== 'OperationOutcome') return null;
  const issues = field(value, 'issue');
  if (!Array.isArray(issues)) return null;
  const worst = issues.find((issue) => ['error', 'fatal'].includes(String(field(issue, 'severity'))));
  const code = field(worst, 'code');
  if (worst === undefined) return null;
  return typeof code === 'string' && /^[a-z-]{1,30}$/u.test(code) ? code : 'unknown';
}

/** Of a batch's answer (R4, http.html#batch-response) what was refused; entries are counted from 1. Null: nothing, or no such answer. */
export function refusedEntry(value: unknown): { count: number; of: number; first: number; status: number } | null {
  const entries = field(value, 'entry');
  if (field(value, 'resourceType') !== 'Bundle' || !Array.isArray(entries)) return null;
  if (!['batch-response', 'transaction-response'].includes(String(field(value, 'type')))) return null;
  const statuses = entries.map((entry) => {
    const response = field(entry, 'response');
    return issueOf(field(response, 'outcome')) === null ? Number.parseInt(String(field(response, 'status')), 10) : 422;
  });
  const refused = statuses.filter((status) => status >= 400);
  if (refused.length === 0) return null;
  const [status] = refused as [number];
  return { count: refused.length, of: entries.length, first: statuses.indexOf(status) + 1, status };
}

export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
