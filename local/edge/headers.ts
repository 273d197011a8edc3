/** Headers of a single connection. Source: RFC 9110, section 7.6.1. */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Headers that a `Connection` header must not remove: without its length, a body would be parsed as the
 * next request.
 */
const indispensable = new Set(["host", "content-length"]);

/**
 * The headers without those of the connection. Keeps names, order and repetitions.
 *
 * @param raw - alternating names and values, as in `rawHeaders`
 * @param without - further names to omit, in lower case
 */
export function endToEnd(raw: readonly string[], ...without: string[]): string[] {
  const named = new Set<string>(without);
  forEachHeader(raw, (name, value) => {
    if (name.toLowerCase() !== "connection") return;
    for (const token of value.split(",")) {
      const lower = token.trim().toLowerCase();
      if (!indispensable.has(lower)) named.add(lower);
    }
  });
  const kept: string[] = [];
  forEachHeader(raw, (name, value) => {
    const lower = name.toLowerCase();
    if (!hopByHop.has(lower) && !named.has(lower)) kept.push(name, value);
  });
  return kept;
}

function forEachHeader(raw: readonly string[], visit: (name: string, value: string) => void): void {
  for (let index = 0; index < raw.length; index += 2) visit(raw[index]!, raw[index + 1]!);
}
