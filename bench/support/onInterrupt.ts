const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Cleans up before Ctrl-C or `kill` ends this process, because `finally` blocks don't run then.
 *
 * @returns a function that removes the handler
 */
export function onInterrupt(cleanUp: () => unknown): () => void {
  const end = async () => {
    await cleanUp();
    process.exit(130);
  };
  for (const signal of signals) process.once(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
