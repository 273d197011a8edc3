/**
 * Waits for a promise at most `timeoutMs`, which does not stop the promise itself.
 *
 * @param createError - creates the error for a timeout
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
