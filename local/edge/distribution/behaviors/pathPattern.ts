/**
 * Compiles a path pattern: `*` stands for any number of characters, `/` included, and `?` for exactly one. Case
 * matters, and a leading slash is optional. (CloudFront Developer Guide, "Cache behavior settings", Path pattern)
 *
 * @returns true for paths that match; pass them through `normalizedPath`
 */
export function pathPattern(text: string): (path: string) => boolean {
  const pattern = text.startsWith("/") ? text : `/${text}`;
  return (path) => matches(pattern, path);
}

/**
 * Compares a text with a pattern of `*` and `?`. It goes from left to right and returns to the last `*` only, so that
 * no pattern takes exponential time.
 */
export function matches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  for (let next = 0; next < text.length;) {
    const expected = pattern[at];
    if (expected === "*") {
      star = at++;
      resumeAt = next;
    } else if (expected === "?" || expected === text[next]) {
      at++;
      next++;
    } else {
      if (star < 0) return false;
      at = star + 1;
      next = ++resumeAt;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/**
 * The path that is compared with patterns: dot segments and repeated slashes are resolved, and letters, digits,
 * `-`, `.`, `_` and `~` are decoded. The origin receives the path as sent. (CloudFront Developer Guide, "Cache
 * behavior settings", Path normalization; RFC 3986, section 6.2.2)
 */
export function normalizedPath(path: string): string {
  if (!/%|\/\/|\/\./.test(path)) return path;
  const decoded = path.replaceAll(/%[0-9a-f]{2}/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
  });
  const segments: string[] = [];
  for (const segment of decoded.split("/").slice(1)) {
    if (segment === "..") segments.pop();
    else if (segment !== "." && segment !== "") segments.push(segment);
  }
  const isFolder = /\/\.{0,2}$/.test(decoded) && segments.length > 0;
  return `/${segments.join("/")}${isFolder ? "/" : ""}`;
}
