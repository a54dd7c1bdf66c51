/** Longest text of a cell, in characters; longer ones end in `…`. */
const widest = 60;

/** Rows as aligned columns under their heads; the last column is as long as it is. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cells = [heads, ...rows.map((row) => row.map(fit))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Text that others wrote, in one line and without what a terminal would obey. */
function fit(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
}
