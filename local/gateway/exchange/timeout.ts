/**
 * Waits for a promise at most so long.
 *
 * @param createError - what it rejects with when the time is over; the promise itself goes on unheard
 */
export async function withTimeout<Value>(
  promise: Promise<Value>,
  timeoutMs: number,
  createError: () => Error,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(createError()), timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
