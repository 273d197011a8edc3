/** Headers that speak of one connection. Source: RFC 9110, section 7.6.1. */
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
 * What a `Connection` header may not take away: without its length, a body would be read as the
 * next request on the connection.
 */
const indispensable = new Set(["host", "content-length"]);

/**
 * Headers as they came, names, order and repetitions kept, without those that concern the
 * connection alone.
 *
 * @param raw - names and values in turn, as `rawHeaders` has them
 * @param without - further names to leave out, in lower case
 */
export function endToEnd(raw: string[], ...without: string[]): string[] {
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

function forEachHeader(raw: string[], visit: (name: string, value: string) => void): void {
  for (let index = 0; index < raw.length; index += 2) visit(raw[index]!, raw[index + 1]!);
}
