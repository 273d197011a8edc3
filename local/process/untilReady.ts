/** Outcome of a process's start. */
export type Started = "ready" | { readonly ended: string } | "silent";

/**
 * Polls a process by HTTP until it responds as expected.
 *
 * @param exited - resolves with the reason if the process ends
 * @param isReady - whether a response is the expected one
 * @param timeoutMs - time after which it counts as silent
 */
export const untilResponds = (
  url: string,
  exited: Promise<string>,
  isReady: (response: Response) => boolean,
  timeoutMs: number,
): Promise<Started> =>
  untilReady(
    async () => {
      const response = await fetch(url).catch(() => undefined);
      return response !== undefined && isReady(response);
    },
    exited,
    timeoutMs,
  );

/**
 * Polls a process until it is ready.
 *
 * @param ask - whether it is ready now
 * @param exited - resolves with the reason if the process ends
 * @param timeoutMs - time after which it counts as silent
 */
export async function untilReady(
  ask: () => Promise<boolean>,
  exited: Promise<string>,
  timeoutMs: number,
): Promise<Started> {
  let ended: string | undefined;
  void exited.then((reason) => (ended = reason));
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline;) {
    const isReady = await ask();
    // Something else may respond at the address of a process that has ended.
    if (ended !== undefined) return { ended };
    if (isReady) return "ready";
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return "silent";
}
