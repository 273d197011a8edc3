import { checkOperationIds } from "../contract/documentation.ts";
import { checkPathCors } from "../guards/cors.ts";
import { type Auth, checkGuards } from "../guards/index.ts";
import { checkIntegration } from "../integrations/index.ts";
import { compileModels } from "../models/index.ts";
import { RouteError } from "./routeError.ts";
import { type Method, methods, type Route, type RouteDefinition } from "./route.ts";

/** Paths that API Gateway keeps for itself on custom domains. */
const reservedPaths = ["/ping", "/sping"];

/**
 * Checks the routes of an API and takes their keys apart.
 *
 * @param defaultAuth - for routes that don't say who may call
 * @throws RouteError for the first route that API Gateway would refuse, or that would not do what
 *   it says
 */
export function parseRoutes(
  definitions: Record<string, RouteDefinition>,
  defaultAuth?: Auth,
): Route[] {
  const routes = Object.entries(definitions).map(([key, definition]) => {
    checkDefined(key, definition);
    return { ...definition, auth: definition.auth ?? defaultAuth, key, ...parseKey(key) };
  });
  routes.forEach(checkGuards);
  for (const route of routes) checkIntegration(route.integration, route);
  checkUnique(routes);
  checkVariables(routes);
  checkPathCors(routes);
  checkOperationIds(routes);
  compileModels(routes);
  return routes;
}

function checkDefined(key: string, definition: Partial<RouteDefinition> | undefined): void {
  if (definition?.integration !== undefined) return;
  throw new RouteError(
    key,
    "it leads nowhere",
    'Make it with one of the kinds of routes, such as lambdaProxy("orders").',
  );
}

function parseKey(key: string): { method: Method; path: string } {
  const [method, path, ...rest] = key.split(" ");
  if (method === undefined || path === undefined || rest.length > 0) {
    throw new RouteError(key, "it is no method and path", 'Write it as "GET /orders/{id}".');
  }
  if (!(methods as readonly string[]).includes(method)) {
    throw new RouteError(key, `"${method}" is no method`, `Use one of ${methods.join(", ")}.`);
  }
  return { method: method as Method, path: parsePath(key, path) };
}

function parsePath(key: string, path: string): string {
  if (!path.startsWith("/")) {
    throw new RouteError(key, `its path "${path}" does not start with a slash`, "Add the slash.");
  }
  if (path === "/") return path;
  const segments = path.slice(1).replace(/\/$/, "").split("/");
  segments.forEach((segment, index) => {
    checkSegment(key, segment, index === segments.length - 1);
  });
  const names = segments.map(variable).filter((name) => name !== undefined);
  if (new Set(names).size < names.length) {
    throw new RouteError(key, "it has two parameters of one name", "Rename one of them.");
  }
  const normalised = `/${segments.join("/")}`;
  if (reservedPaths.includes(normalised)) {
    throw new RouteError(key, "API Gateway keeps this path for itself", "Choose another path.");
  }
  return normalised;
}

function checkSegment(key: string, segment: string, last: boolean): void {
  if (segment === "") {
    throw new RouteError(key, "its path has an empty segment", "Remove the doubled slash.");
  }
  if (/^\{[\w.-]+\+\}$/.test(segment) && !last) {
    throw new RouteError(
      key,
      `"${segment}" stands before other segments`,
      "A parameter with a plus takes the rest of the path: put it last.",
    );
  }
  if (!/^(?:[\w.,:-]+|\{[\w.-]+\+?\})$/.test(segment)) {
    throw new RouteError(
      key,
      `"${segment}" is no path segment`,
      "Use letters, digits and _ - . , : or a whole segment as a parameter, such as {id} or {proxy+}.",
    );
  }
}

/** The parameter that a segment is, without its braces and plus. */
const variable = (segment: string): string | undefined => /^\{([^+}]+)\+?\}$/.exec(segment)?.[1];

function checkUnique(routes: Route[]): void {
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

/** API Gateway's resources form a tree in which a place has one parameter at most. */
function checkVariables(routes: Route[]): void {
  const seen = new Map<string, { segment: string; key: string }>();
  for (const { key, path } of routes) {
    let parent = "";
    for (const segment of path.slice(1).split("/")) {
      const other = seen.get(parent);
      if (variable(segment) !== undefined) {
        if (other && other.segment !== segment) {
          throw new RouteError(
            key,
            `its "${segment}" stands where "${other.key}" has "${other.segment}"`,
            "A place in the path has one parameter: give both the same name.",
          );
        }
        seen.set(parent, { segment, key });
      }
      parent = `${parent}/${segment}`;
    }
  }
}
