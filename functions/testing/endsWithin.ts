/** Beyond a limit, how long this process may take for what it does at the limit, in ms. */
const slackMs = 100;

/**
 * Whether work ends within a time, as this process sees it: a timer of the same event loop decides, so a machine
 * that stops the process for a while delays both.
 */
export async function endsWithin<T>(
  ms: number,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly inTime: boolean }> {
  let inTime = true;
  const timer = setTimeout(() => (inTime = false), ms + slackMs);
  try {
    const result = await work();
    return { result, inTime };
  } finally {
    clearTimeout(timer);
  }
}
