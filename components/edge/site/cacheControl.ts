import { covers } from "../pathPattern.ts";

/** Clients and CloudFront ask for a new version each time; the ETag saves the transfer. */
const revalidated = "no-cache";

const immutable = "public, max-age=31536000, immutable";

/**
 * A file's `Cache-Control`. A name with a content hash never gets other content.
 *
 * @param path - from the site's root, without a slash at its start
 * @param patterns - path patterns of more files that never change
 */
export function cacheControlOf(path: string, patterns: readonly string[] = []): string {
  if (isPage(path)) return revalidated;
  const isImmutable = hasContentHash(path) || patterns.some((each) => covers(each, `/${path}`));
  return isImmutable ? immutable : revalidated;
}

export const isPage = (path: string): boolean => path.endsWith(".html");

/**
 * Whether a name ends in a hash of the content, such as `main.3f2a1b9c.js`: at least eight hexadecimal
 * digits, with letters and digits. Other forms of hashes look like words and dates, and a file that is
 * taken for immutable by mistake would be stale for a year: list their folder in `immutable`.
 */
const hasContentHash = (path: string): boolean =>
  /[.\-_](?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,}(?:\.[a-z]\w*)+$/.test(path);
