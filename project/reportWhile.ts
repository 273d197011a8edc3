/** Interval of messages, in ms. */
const reportEveryMs = 5_000;

/**
 * Says every few seconds that something is still going on.
 *
 * @param what - such as `MiniStack`
 * @returns a function that ends the messages
 */
export function reportWhile(what: string, announce: (message: string) => void): () => void {
  const startedAt = Date.now();
  const report = () =>
    announce(`Still installing ${what} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  const timer = setInterval(report, reportEveryMs).unref();
  return () => clearInterval(timer);
}
