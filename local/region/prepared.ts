/** A part of a change that is ready: what is new runs beside the old. Call one of its functions. */
export interface Prepared {
  /**
   * Switches over, in one turn of the event loop.
   *
   * @returns ends what is of no use any more; to be called with what resolves when no call is in progress that began
   *   before
   */
  commit(): (callsEnded: Promise<void>) => Promise<void>;
  /** Ends what is new. The old stays as it is. */
  discard(): Promise<void>;
}

/**
 * Waits for all. If one fails, undoes the others and rejects with its reason.
 *
 * @param undo - receives each result
 */
export async function allOrNone<Result>(
  attempts: readonly Promise<Result>[],
  undo: (result: Result) => Promise<void>,
): Promise<Result[]> {
  const settled = await Promise.allSettled(attempts);
  const failed = settled.find((each) => each.status === "rejected");
  const results = settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  if (!failed) return results;
  await Promise.all(results.map(undo));
  throw failed.reason;
}

/** A function or service that the region does not have. */
export class UnknownNameError extends Error {
  override readonly name = "UnknownNameError";

  constructor(kind: string, given: string, known: readonly string[]) {
    const names = known.length === 0 ? "none" : known.join(", ");
    super(`The region has no ${kind} "${given}". It has ${names}.`);
  }
}
