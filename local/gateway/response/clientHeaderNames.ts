/**
 * Returns a function from a backend's header names to the client's: some are dropped, some become
 * `x-amzn-Remapped-…`, the rest stay. (API Gateway Developer Guide, "Amazon API Gateway important
 * notes")
 *
 * @returns a function that gives undefined for a dropped header
 */
export function clientHeaderNames(
  dropped: readonly string[],
  remapped: readonly string[],
): (name: string) => string | undefined {
  const replacements: ReadonlyMap<string, string | undefined> = new Map([
    ...dropped.map((name) => [name.toLowerCase(), undefined] as const),
    ...remapped.map((name) => [name.toLowerCase(), `x-amzn-Remapped-${name}`] as const),
  ]);
  return (name) => {
    const key = name.toLowerCase();
    return replacements.has(key) ? replacements.get(key) : name;
  };
}
