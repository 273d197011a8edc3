/** An error for the terminal: where it has a name of its own, its message tells all. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const named = error.name !== "Error" && error.name !== "TypeError";
  return named ? `${error.name}: ${error.message}` : (error.stack ?? error.message);
}
