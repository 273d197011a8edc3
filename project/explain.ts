/**
 * The text of an error for the terminal. The messages of our own errors and of the operating system
 * are complete; other errors are bugs, which need their stack.
 */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("syscall" in error) return error.message;
  const named = error.name !== "Error" && error.name !== "TypeError";
  return named ? `${error.name}: ${error.message}` : (error.stack ?? error.message);
}
