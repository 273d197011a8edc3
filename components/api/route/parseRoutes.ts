import { Faults } from "../../shared/errors.ts";
import { optionFaults } from "../../shared/options.ts";
import { checkOperationIds } from "../contract/documentation.ts";
import { checkPathCors } from "../guards/cors.ts";
import { type Auth, checkGuards, guardRules } from "../guards/index.ts";
import { checkIntegration, integrationRule } from "../integrations/index.ts";
import { parseKey, variable } from "./parseKey.ts";
import type { Route, RouteDefinition, RouteTable } from "./route.ts";
import { RouteError } from "./routeError.ts";

/**
 * Parses the routes of an API.
 *
 * @param defaultAuth - for routes without `auth` @default "cognito"
 * @throws RouteError for a route that API Gateway would refuse or that would not do what it should,
 *   DefinitionError for several
 */
export function parseRoutes(definitions: RouteTable, defaultAuth?: Auth): Route[] {
  const faults = new Faults();
  const routes = readRoutes(definitions, defaultAuth, faults);
  faults.throwIfAny("The API");
  return routes;
}

/** Parses the routes that are valid, and reports the others' faults. */
export function readRoutes(
  definitions: RouteTable,
  defaultAuth: Auth | undefined,
  faults: Faults,
): Route[] {
  const routes = Object.entries(definitions).flatMap(([key, definition]) => {
    const found = new Faults();
    const route = found.check(() => readRoute(key, definition, defaultAuth, found));
    faults.add(...found.errors);
    return route && !found.any ? [route] : [];
  });
  for (const check of [checkUnique, checkVariables, checkPathCors, checkOperationIds]) {
    faults.check(() => check(routes));
  }
  return routes;
}

function readRoute(
  key: string,
  definition: RouteDefinition,
  defaultAuth: Auth | undefined,
  faults: Faults,
): Route {
  if (definition?.integration === undefined) {
    throw new RouteError(
      key,
      "it has no integration",
      'Make it with one of the integrations, such as lambdaProxy("orders").',
    );
  }
  const { integration, ...guards } = definition;
  const place = faults.check(() => parseKey(key)) ?? { key, method: "GET", path: "/" };
  const route: Route = {
    ...definition,
    auth: definition.auth ?? defaultAuth,
    ...place,
  };
  const wrong = [...optionFaults(guards, guardRules), ...integrationRule(integration, "")];
  for (const fault of wrong) {
    faults.add(RouteError.ofOption(key, { ...fault, argument: fault.argument || "integration" }));
  }
  if (wrong.length > 0) return route;
  checkGuards(route, faults);
  if (!faults.any) faults.check(() => checkIntegration(integration, route));
  return route;
}

function checkUnique(routes: readonly Route[]): void {
  const seen = new Map<string, Route>();
  for (const route of routes) {
    const shape = `${route.method} ${route.path.replaceAll(/\{[^}]+\}/g, "{}")}`;
    const twin = seen.get(shape);
    if (twin) {
      throw new RouteError(
        route.key,
        `it is the same route as "${twin.key}"`,
        "Remove one of them.",
      );
    }
    seen.set(shape, route);
  }
}

/** API Gateway's resources form a tree, with at most one parameter at each place. */
function checkVariables(routes: readonly Route[]): void {
  const seen = new Map<string, { segment: string; key: string }>();
  for (const { key, path } of routes) {
    let parent = "";
    for (const segment of path.slice(1).split("/")) {
      const other = seen.get(parent);
      if (variable(segment) !== undefined) {
        if (other && other.segment !== segment) {
          throw new RouteError(
            key,
            `its "${segment}" is at the place of "${other.segment}" in "${other.key}"`,
            "Each place in a path has one parameter: use the same name in both.",
          );
        }
        seen.set(parent, { segment, key });
      }
      parent = `${parent}/${segment}`;
    }
  }
}
