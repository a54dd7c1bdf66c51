/** Rows that an installation starts with. */
export interface SeedTable {
  table: string;
  /** The column that names a row. */
  key: string;
  /** By column name of the database; columns left out may hold anything. */
  rows: Record<string, unknown>[];
  /** Whether the table may hold rows besides these. */
  others: 'allowed' | 'forbidden';
}
