import type { RouteInfo } from "./routeInfo.ts";

/**
 * The route that a call takes, as API Gateway chooses it: a text before a parameter, a parameter before a greedy one, a
 * method before ANY.
 *
 * @param path - may have a query
 * @param isShared - whether the path is one at the shared name, which may have a base path
 * @returns `undefined` if there is none
 */
export function findRoute(
  routes: readonly RouteInfo[],
  { method, path }: { readonly method: string; readonly path: string },
  isShared: boolean,
): RouteInfo | undefined {
  const given = segmentsOf(path.replace(/[?#].*$/s, ""));
  const fitting = routes.filter(
    (route) =>
      [method, "ANY"].includes(route.method) &&
      (!isShared || route.basePath !== undefined) &&
      fits(segmentsOf(`${isShared ? (route.basePath ?? "") : ""}${route.path}`), given),
  );
  const [best] = fitting.sort((one, other) => rankOf(one).localeCompare(rankOf(other)));
  return best;
}

const segmentsOf = (path: string): string[] => path.replace(/^\/|\/$/g, "").split("/");

const fits = (pattern: readonly string[], given: readonly string[]): boolean =>
  (pattern.at(-1)?.endsWith("+}")
    ? given.length >= pattern.length
    : given.length === pattern.length) &&
  pattern.every((part, at) => part.startsWith("{") || part === given[at]);

/** Sorts before that of a route that comes later: a digit for each segment, then for the method. */
const rankOf = ({ path, method }: RouteInfo): string =>
  segmentsOf(path)
    .map((part) => (part.endsWith("+}") ? "2" : part.startsWith("{") ? "1" : "0"))
    .join("") + (method === "ANY" ? "1" : "0");
