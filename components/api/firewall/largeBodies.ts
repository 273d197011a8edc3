import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";

/** Source: AWS WAF API Reference, "RegexMatchStatement". */
const maxPatternLength = 512;

/** Whether a route takes bodies of any size. An object is bytes that nothing behind the API reads. */
const takesLargeBodies = ({ largeBody, integration }: Route): boolean =>
  largeBody ?? (integration.kind === "s3" && integration.action === "put");

/**
 * The paths whose bodies may be larger than the firewall's limit, as one regular expression. AWS WAF
 * sees paths as they are sent: with the stage at the API's default address, without it behind a
 * domain. It is by path, not by method, because API Gateway lets `X-HTTP-Method-Override` say another.
 *
 * @returns undefined when no route takes large bodies
 * @throws RouteError when AWS WAF can't hold so many paths
 */
export function largeBodyPattern(routes: readonly Route[], stageName: string): string | undefined {
  const large = routes.filter(takesLargeBodies);
  if (large.length === 0) return undefined;
  const paths = [...new Set(large.map(({ path }) => pathPattern(path)))];
  const pattern = `^(?:/${stageName})?(?:${paths.join("|")})/?$`;
  if (pattern.length > maxPatternLength) {
    throw new RouteError(
      large.at(-1)!.key,
      `the paths that take large bodies make a pattern of ${pattern.length} characters, and AWS WAF holds ${maxPatternLength}`,
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
