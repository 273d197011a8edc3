// @ts-check
// mocha's own report, followed by the number of passed and failed tests. A process that something, such
// as a server, keeps alive after that is ended, and fails.
const { Runner, reporters } = require("mocha");

/** Time for what the tests have closed to end, in ms. */
const graceMs = Number(process.env["TEST_GRACE_MS"] ?? 30_000);

module.exports = class extends reporters.Spec {
  /**
   * @param {import("mocha").Runner} runner
   * @param {import("mocha").MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const skipped = pending > 0 ? `, ${pending} skipped` : "";
      process.stdout.write(`\n${passes} passed, ${failures} failed${skipped}\n`);
      setTimeout(endWhatIsOpen, graceMs).unref();
    });
  }
};

/** Without it, the suite would wait for ever, without a word. */
function endWhatIsOpen() {
  const open = process.getActiveResourcesInfo().join(", ");
  const report = `\nThe tests have ended, but this keeps their process alive: ${open}. Close it after the tests.\n`;
  // mocha sets its own exit code in a listener as well.
  process.once("exit", () => (process.exitCode = 1));
  process.stderr.write(report, () => process.exit());
}
