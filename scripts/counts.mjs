// @ts-check

/**
 * The numbers in the last line that the reporter of tests prints.
 *
 * @param {string} report - output of mocha
 * @returns `undefined` if the tests did not run to their end
 */
export function countsIn(report) {
  const [line] = [...report.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].slice(
    -1,
  );
  if (line === undefined) return undefined;
  const [passed = 0, failed = 0, skipped = 0] = line.slice(1).map((count) => Number(count ?? 0));
  return { passed, failed, skipped };
}
