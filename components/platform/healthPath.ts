import { type Route, RouteError } from "../api/index.ts";

/**
 * Path of a platform's health route.
 *
 * @param healthRoute - its key @default "GET /health" if everybody may call it
 * @returns `undefined` for a platform without one
 * @throws RouteError for a key that does not name a GET route without a token, API key, cache or parameter
 */
export function healthPath(
  healthRoute: string | undefined,
  routes: readonly Route[],
): string | undefined {
  const candidates = routes.filter(
    ({ method, path, auth, apiKey, cache }) =>
      method === "GET" &&
      auth === "none" &&
      apiKey !== true &&
      cache === undefined &&
      !path.includes("{"),
  );
  if (healthRoute === undefined) return candidates.find(({ path }) => path === "/health")?.path;
  const route = candidates.find(({ key }) => key === healthRoute);
  if (route) return route.path;
  throw new RouteError(
    healthRoute,
    routes.some(({ key }) => key === healthRoute)
      ? "it can't be the health route, which must not require a token, an API key or a parameter, and must not be cached"
      : "it is the health route, but the platform has no such route",
    `Use a GET route with auth: "none" and no parameter in its path${suchAs(candidates)}.`,
  );
}

const suchAs = (routes: readonly Route[]): string =>
  routes.length > 0 ? `, such as ${routes.map(({ key }) => key).join(", ")}` : "";
