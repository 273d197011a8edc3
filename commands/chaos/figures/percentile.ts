/**
 * The nearest-rank percentile: the smallest value that is not below `percent` of all.
 *
 * @param sorted - in rising order
 * @returns 0 without values
 */
export function percentile(sorted: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? 0;
}
