/** A step from one shape of the saved document to the next. */
export interface DocumentMigration {
  /** What changed, as a name: `name-the-ports-of-wires`. */
  name: string;
  /** The document version that this step produces. */
  to: number;
  up: (document: Record<string, unknown>) => Record<string, unknown>;
}

/** Every step since the first shape, oldest first. Version 1 is the first, so there is none yet. */
export const documentMigrations: readonly DocumentMigration[] = [];
