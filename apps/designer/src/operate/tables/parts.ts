/** What of a table can be looked at; it stands in the address. */
export const tableParts = ['rows', 'wanted', 'history', 'uses'] as const;
export type TablePart = (typeof tableParts)[number];
