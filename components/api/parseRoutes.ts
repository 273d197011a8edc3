import * as pulumi from "@pulumi/pulumi";
import type { Throttle } from "./guards.ts";
import { type Method, methods, type Route, type RouteDefinition } from "./route.ts";

/** Most that an account's region lets through, however high a route's own limit is. */
const accountThrottle: Throttle = { ratePerSecond: 10_000, burst: 5_000 };

/** Paths that API Gateway keeps for itself on custom domains. */
const reservedPaths = ["/ping", "/sping"];

/** A route can't be served as it is defined. Thrown before any resource is registered. */
export class RouteError extends pulumi.RunError {
  override readonly name = "RouteError";
  /** The route's key. */
  readonly route: string;

  constructor(route: string, problem: string, fix: string) {
    super(`Route "${route}": ${problem}. ${fix}`);
    this.route = route;
  }
}

/**
 * Checks the routes of an API and takes their keys apart.
 *
 * @throws RouteError for the first route that API Gateway would refuse, or that would not do what
 *   it says
 */
export function parseRoutes(definitions: Record<string, RouteDefinition>): Route[] {
  const routes = Object.entries(definitions).map(([key, definition]) => ({
    ...definition,
    key,
    ...parseKey(key),
  }));
  routes.forEach(checkGuards);
  checkUnique(routes);
  checkVariables(routes);
  return routes;
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

/** Source: RFC 6749, section 3.3. */
const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

function checkGuards({ key, method, auth, scopes, throttle }: Route): void {
  if (auth !== undefined && auth !== "cognito" && auth !== "none") {
    throw new RouteError(key, `auth is "${String(auth)}"`, 'Use "cognito" or "none".');
  }
  if (auth === "none" && scopes?.length) {
    throw new RouteError(
      key,
      "it asks for scopes but for no token",
      'Remove auth: "none" or scopes.',
    );
  }
  for (const scope of scopes ?? []) {
    if (!scopeToken.test(scope)) {
      throw new RouteError(key, `"${scope}" is no scope`, 'Write it as "orders/read".');
    }
  }
  if (!throttle) return;
  checkThrottle(throttle, (problem, fix) => new RouteError(key, problem, fix));
  if (method === "ANY") {
    throw new RouteError(
      key,
      "it limits ANY, but API Gateway limits single methods",
      "List the methods as routes of their own, or leave the limit to the stage.",
    );
  }
}

/**
 * Refuses limits that API Gateway can't hold.
 *
 * @param failure - makes the error from what is wrong and what to do
 */
export function checkThrottle(
  { ratePerSecond, burst }: Throttle,
  failure: (problem: string, fix: string) => Error,
): void {
  if (!(ratePerSecond > 0 && ratePerSecond <= accountThrottle.ratePerSecond)) {
    throw failure(
      `its rate is ${ratePerSecond} calls per second`,
      `Use more than 0 and at most ${accountThrottle.ratePerSecond}, the account's limit.`,
    );
  }
  if (!(Number.isInteger(burst) && burst >= 1 && burst <= accountThrottle.burst)) {
    throw failure(
      `its burst is ${burst} calls`,
      `Use a whole number from 1 to ${accountThrottle.burst}, the account's limit.`,
    );
  }
}

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
