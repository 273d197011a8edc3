/** Prints a table: the first column is aligned left, numbers right. */
export function printTable(title: string, heads: string[], rows: string[][]): void {
  const lines = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  console.log(`\n${title}`);
  for (const line of lines) {
    const cells = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    console.log(`  ${cells.join("  ")}`);
  }
}

export const ratio = (value: number, to: number): string => `${(value / to).toFixed(2)} ×`;

export const percent = (value: number, of: number): string =>
  `${((value / of) * 100).toFixed(0)} %`;
