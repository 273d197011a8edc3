import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";
import type { RouteGuards } from "./index.ts";

/** Kept complete by its type. */
const guards: Readonly<Record<keyof RouteGuards<string>, true>> = {
  auth: true,
  scopes: true,
  apiKey: true,
  throttle: true,
  cache: true,
  validate: true,
  largeBody: true,
  cors: true,
  summary: true,
  description: true,
  tags: true,
  operationId: true,
  answers: true,
};

const ofRoutes: readonly string[] = ["key", "method", "path", "integration"];

/**
 * A misspelt guard would guard nothing: programs run without TypeScript's checks.
 *
 * @throws RouteError for the first option that no route has
 */
export function checkKnown(route: Route): void {
  const unknown = Object.keys(route).find(
    (name) => !Object.hasOwn(guards, name) && !ofRoutes.includes(name),
  );
  if (unknown === undefined) return;
  throw new RouteError(
    route.key,
    `it has no option "${unknown}"`,
    `Use those of its kind of route, or one of: ${Object.keys(guards).join(", ")}.`,
  );
}
