/** Interval of messages, in ms. */
const reportEveryMs = 5_000;

/**
 * Says every few seconds what is still going on, and for how long.
 *
 * @param activity - such as `Still installing MiniStack`
 * @returns a function that ends the messages
 */
export function reportWhile(
  activity: string | (() => string),
  announce: (message: string) => void,
): () => void {
  const startedAt = Date.now();
  const report = () => {
    const text = typeof activity === "string" ? activity : activity();
    announce(`${text} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  };
  const timer = setInterval(report, reportEveryMs).unref();
  return () => clearInterval(timer);
}
