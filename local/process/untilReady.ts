/** How a process that was started came along. */
export type Started = "answers" | { readonly ended: string } | "silent";

/**
 * Asks a process by HTTP again and again until it answers well.
 *
 * @param exited - resolves with the reason should the process end
 * @param isWell - whether an answer is the awaited one
 * @param timeoutMs - after which it counts as silent
 */
export const untilAnswers = (
  url: string,
  exited: Promise<string>,
  isWell: (response: Response) => boolean,
  timeoutMs: number,
): Promise<Started> =>
  untilWell(
    async () => {
      const response = await fetch(url).catch(() => undefined);
      return response !== undefined && isWell(response);
    },
    exited,
    timeoutMs,
  );

/**
 * Asks a process again and again until it is well.
 *
 * @param ask - whether it is well by now
 * @param exited - resolves with the reason should the process end
 * @param timeoutMs - after which it counts as silent
 */
export async function untilWell(
  ask: () => Promise<boolean>,
  exited: Promise<string>,
  timeoutMs: number,
): Promise<Started> {
  let ended: string | undefined;
  void exited.then((reason) => (ended = reason));
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline;) {
    if (ended !== undefined) return { ended };
    if (await ask()) return "answers";
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return "silent";
}
