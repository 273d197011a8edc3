// @ts-check
/** @import { Log } from "./runtime/log.js" */
/** @import { Reply } from "./runtime/router.js" */

/**
 * A check of what the service needs, for the platform's health route. Everybody may call it, so calls share one
 * check and its result for a while, and the reason of a failure is only logged.
 *
 * The load balancer must not ask for it: ECS replaces tasks that fail its check, which helps no database.
 *
 * @param {object} definition
 * @param {string} definition.service
 * @param {string} definition.region
 * @param {(signal: AbortSignal) => Promise<void>} definition.check Rejects if something is missing.
 * @param {Log} definition.log
 * @param {number} [definition.timeoutMs] Time limit of a check. Route 53 waits 2 s for a response.
 * @param {number} [definition.keepMs] Time for which a result is valid.
 * @returns {() => Promise<Reply>}
 */
export function createReadiness({
  service,
  region,
  check,
  log,
  timeoutMs = 1_000,
  keepMs = 2_000,
}) {
  /** @type {Promise<Reply> | undefined} */
  let latest;
  let validUntil = 0;

  /** @returns {Promise<Reply>} */
  async function run() {
    const reply = await check(AbortSignal.timeout(timeoutMs)).then(
      () => ({ body: { status: "ok", service, region } }),
      (/** @type {unknown} */ error) => {
        log("error", { message: "not ready", error: String(error) });
        return { status: 503, body: { status: "unavailable", service, region } };
      },
    );
    validUntil = performance.now() + keepMs;
    return reply;
  }

  return () => {
    if (!latest || performance.now() > validUntil) {
      validUntil = Infinity;
      latest = run();
    }
    return latest;
  };
}
