/** What a reference table is: columns with data classes, the key that finds a row. */
export interface TableDefinition {
  name: string;
  title: string;
  description?: string;
  /** Columns that find a row. */
  key: string[];
  /** Rows have the columns effectiveFrom and effectiveTo, both days included; where rows overlap the later beginning holds. */
  effective: boolean;
  columns: {
    name: string;
    title: string;
    type: 'text' | 'decimal' | 'integer' | 'date' | 'boolean';
    required: boolean;
    class?: string;
    references?: string;
  }[];
}
