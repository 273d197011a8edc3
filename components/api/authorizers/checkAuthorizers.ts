import { ComponentArgumentError, type Faults } from "../../shared/errors.ts";
import type { AuthGuard } from "../guards/auth.ts";
import type { RoutePlace } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";
import type { AuthorizerDefinitions } from "./definition.ts";

/**
 * Reports authorizers that would treat all callers as one, and routes whose authorizer does not exist.
 *
 * @param component - that they belong to, for errors
 */
export function checkAuthorizers(
  component: string,
  authorizers: AuthorizerDefinitions,
  routes: readonly (RoutePlace & AuthGuard<string>)[],
  faults: Faults,
): void {
  for (const [name, authorizer] of Object.entries(authorizers)) {
    if (authorizer.kind !== "request" || authorizer.ttlSeconds === 0) continue;
    if (authorizer.identitySources.length > 0) continue;
    faults.add(
      new ComponentArgumentError({
        component,
        argument: `authorizers.${name}.identitySources`,
        given: [],
        allowed: "at least one source while responses are cached",
        fix:
          "Name what identifies a caller, or set ttlSeconds: 0. Otherwise all callers would get the " +
          "response for the first one.",
      }),
    );
  }
  const names = Object.keys(authorizers);
  const fix =
    names.length > 0
      ? `Add it to authorizers, or use one of: ${names.join(", ")}.`
      : "Add it to authorizers, which has none yet.";
  for (const { key, auth } of routes) {
    if (typeof auth !== "object" || names.includes(auth.authorizer)) continue;
    faults.add(new RouteError(key, `there is no authorizer "${auth.authorizer}"`, fix));
  }
}
