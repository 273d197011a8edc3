// @ts-check

const countsLine = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm;
/** Lines that are shown of a suite that failed without a report. */
const lastLines = 20;

/**
 * The numbers in the last line that the reporter of tests prints.
 *
 * @param {string} report - output of mocha
 * @returns `undefined` if the tests did not run to their end
 */
export function countsIn(report) {
  const [line] = [...report.matchAll(countsLine)].slice(-1);
  if (line === undefined) return undefined;
  const [passed = 0, failed = 0, skipped = 0] = line.slice(1).map((count) => Number(count ?? 0));
  return { passed, failed, skipped };
}

/**
 * The failed tests with their errors, as mocha's report lists them at its end. Without such a list, such
 * as after a crash, the last lines of everything that the suite printed.
 *
 * @param {string} report - output of mocha
 * @param {string} log - also with what was written to stderr
 */
export function failuresIn(report, log) {
  const [heading] = [...report.matchAll(/^ {2}\d+ failing$/gm)].slice(-1);
  if (heading) return report.slice(heading.index).replace(countsLine, "").trimEnd();
  return log.trimEnd().split("\n").slice(-lastLines).join("\n");
}
