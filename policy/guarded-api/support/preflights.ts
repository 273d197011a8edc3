/**
 * Whether a route serves the preflight requests for guarded routes. Browsers send those without a
 * token, so an authorizer would refuse them all.
 *
 * Source: "Configure CORS for HTTP APIs in API Gateway", API Gateway Developer Guide: an OPTIONS
 * route beside a guarded route needs no authorizer.
 *
 * @param route - such as `OPTIONS /orders`
 * @param guarded - the routes of the same API that have an authorizer
 */
export function isPreflightOf(route: string, guarded: readonly string[]): boolean {
  const [method, path = ""] = route.split(" ");
  return (
    method === "OPTIONS" &&
    guarded.some((other) => {
      const [, otherPath] = other.split(" ");
      // A document writes the route $default as a path.
      return other.endsWith("$default") || (otherPath !== undefined && meet(path, otherPath));
    })
  );
}

/** Whether two paths are the same, or one is a greedy path such as `/{proxy+}` around the other. */
const meet = (one: string, other: string): boolean =>
  (one === other && !one.includes("?")) || isAround(one, other) || isAround(other, one);

function isAround(greedy: string, path: string): boolean {
  const stem = /^(.*\/)\{[^}]+\+\}$/.exec(greedy)?.[1];
  return stem !== undefined && path.startsWith(stem);
}
