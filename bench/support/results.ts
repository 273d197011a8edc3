/**
 * Measures items in turns, so that noise affects all of them equally.
 *
 * @returns the results of each item, one per round
 */
export async function inTurns<const Items extends readonly unknown[], Result>(
  rounds: number,
  items: Items,
  measure: (item: Items[number]) => Promise<Result>,
): Promise<{ -readonly [Index in keyof Items]: Result[] }> {
  const results: Result[][] = items.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, item] of items.entries()) results[index]!.push(await measure(item));
  }
  return results as { -readonly [Index in keyof Items]: Result[] };
}

/** Milliseconds that work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The value that half of the values do not exceed. */
export const median = (values: readonly number[]): number => percentile(values, 50);

/** The smallest value that `percent` percent of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
}

/** Median, minimum and maximum of times in ms. */
export const spread = (times: readonly number[]): string[] =>
  [median(times), Math.min(...times), Math.max(...times)].map(seconds);

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

export const ratio = (value: number, to = 1): string => `${(value / to).toFixed(2)} ×`;

export const percent = (value: number, of: number): string =>
  `${((value / of) * 100).toFixed(0)} %`;

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
