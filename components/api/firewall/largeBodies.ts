import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";

/** Source: AWS WAF API Reference, "RegexMatchStatement". */
const maxPatternLength = 512;

/** Uploads to a bucket are large by default, because no backend code reads them. */
const acceptsLargeBodies = ({ largeBody, integration }: Route): boolean =>
  largeBody ?? (integration.kind === "s3" && integration.action === "put");

/**
 * One regular expression for the paths that accept bodies above the firewall's limit. AWS WAF sees
 * paths as sent: with the stage's name at the API's default address, without it behind a custom domain.
 * The method does not count, because callers can change it with `X-HTTP-Method-Override`.
 *
 * @param stageName - `undefined` for calls that only come by a domain
 * @returns undefined if no route accepts large bodies
 * @throws RouteError if the paths exceed AWS WAF's limit
 */
export function largeBodyPattern(routes: readonly Route[], stageName?: string): string | undefined {
  const large = routes.filter(acceptsLargeBodies);
  if (large.length === 0) return undefined;
  const paths = [...new Set(large.map(({ path }) => pathPattern(path)))];
  const stage = stageName === undefined ? "" : `(?:/${stageName})?`;
  const pattern = `^${stage}(?:${paths.join("|")})/?$`;
  if (pattern.length > maxPatternLength) {
    throw new RouteError(
      large.at(-1)!.key,
      `the paths that accept large bodies need a pattern of ${pattern.length} characters; AWS WAF accepts at most ${maxPatternLength}`,
      "Put them below one path, such as /files/{proxy+}.",
    );
  }
  return pattern;
}

const pathPattern = (path: string): string => {
  if (path === "/") return "";
  return path
    .split("/")
    .map((segment) => {
      if (!segment.startsWith("{")) return segment.replaceAll(".", "\\.");
      return segment.endsWith("+}") ? ".+" : "[^/]+";
    })
    .join("/");
};
