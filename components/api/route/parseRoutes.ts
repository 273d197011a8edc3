import { Faults } from "../../shared/errors.ts";
import { optionFaults } from "../../shared/options.ts";
import { checkCachedTemplates } from "../caching/templates.ts";
import { operationIdErrors } from "../contract/documentation.ts";
import { pathCorsErrors } from "../guards/cors.ts";
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
  faults.add(
    ...twins(routes),
    ...parameterConflicts(routes),
    ...pathCorsErrors(routes),
    ...operationIdErrors(routes),
  );
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
  const place = faults.check(() => parseKey(key));
  const route: Route = {
    ...definition,
    auth: definition.auth ?? defaultAuth,
    ...(place ?? { key, method: "GET", path: "/" }),
  };
  const ofGuards = optionFaults(guards, guardRules);
  const ofIntegration = integrationRule(integration, "");
  for (const fault of [...ofGuards, ...ofIntegration]) {
    faults.add(RouteError.ofOption(key, { ...fault, argument: fault.argument || "integration" }));
  }
  if (!place || ofIntegration.length > 0) return route;
  if (ofGuards.length === 0) checkGuards(route, faults);
  faults.check(() => checkIntegration(integration, route));
  if (!faults.any) faults.check(() => checkCachedTemplates(route));
  return route;
}

/** Routes that have the method and path of another one. */
function twins(routes: readonly Route[]): RouteError[] {
  const seen = new Map<string, Route>();
  return routes.flatMap((route) => {
    const shape = `${route.method} ${route.path.replaceAll(/\{[^}]+\}/g, "{}")}`;
    const twin = seen.get(shape);
    if (!twin) seen.set(shape, route);
    const problem = `it is the same route as "${twin?.key}"`;
    return twin ? [new RouteError(route.key, problem, "Remove one of them.")] : [];
  });
}

/** API Gateway's resources form a tree, with at most one parameter at each place. */
function parameterConflicts(routes: readonly Route[]): RouteError[] {
  const errors: RouteError[] = [];
  const seen = new Map<string, { segment: string; key: string }>();
  for (const { key, path } of routes) {
    let parent = "";
    for (const segment of path.slice(1).split("/")) {
      const other = seen.get(parent);
      if (variable(segment) !== undefined) {
        if (other && other.segment !== segment) {
          const problem = `its "${segment}" is at the place of "${other.segment}" in "${other.key}"`;
          const fix = "Each place in a path has one parameter: use the same name in both.";
          errors.push(new RouteError(key, problem, fix));
          break;
        }
        seen.set(parent, { segment, key });
      }
      parent = `${parent}/${segment}`;
    }
  }
  return errors;
}
