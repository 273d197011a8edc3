/**
 * Prepares the names under which a backend's headers reach the client: some not at all, some renamed
 * to `x-amzn-Remapped-…`, the others as they are. (API Gateway Developer Guide, "Amazon API Gateway
 * important notes")
 *
 * @returns undefined for a header that is dropped
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
