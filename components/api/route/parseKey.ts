import { type Method, methods, type RoutePlace } from "./place.ts";
import { RouteError } from "./routeError.ts";

/** Paths that API Gateway reserves on custom domains. */
const reservedPaths = ["/ping", "/sping"];

/**
 * Splits a route's key into method and path.
 *
 * @throws RouteError for a key that API Gateway would refuse
 */
export function parseKey(key: string): RoutePlace {
  const [method, path, ...rest] = key.split(" ");
  if (method === undefined || path === undefined || rest.length > 0) {
    throw new RouteError(key, 'the key must be "METHOD /path"', 'Write it as "GET /orders/{id}".');
  }
  if (!(methods as readonly string[]).includes(method)) {
    throw new RouteError(
      key,
      `"${method}" is not a supported method`,
      `Use one of ${methods.join(", ")}.`,
    );
  }
  return { key, method: method as Method, path: parsePath(key, path) };
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
    throw new RouteError(key, "it has two parameters of the same name", "Rename one of them.");
  }
  const normalised = `/${segments.join("/")}`;
  if (reservedPaths.includes(normalised)) {
    throw new RouteError(key, "API Gateway reserves this path", "Choose another path.");
  }
  return normalised;
}

function checkSegment(key: string, segment: string, last: boolean): void {
  if (segment === "") {
    throw new RouteError(key, "its path has an empty segment", "Remove the double slash.");
  }
  if (/^\{[\w.-]+\+\}$/.test(segment) && !last) {
    throw new RouteError(
      key,
      `"${segment}" must be the last segment`,
      "A parameter with a plus matches the rest of the path.",
    );
  }
  if (!/^(?:[\w.,:-]+|\{[\w.-]+\+?\})$/.test(segment)) {
    throw new RouteError(
      key,
      `"${segment}" is not a valid path segment`,
      "Use letters, digits and _ - . , : or a whole segment as a parameter, such as {id} or {proxy+}.",
    );
  }
}

/** Name of the parameter that a segment consists of. */
export const variable = (segment: string): string | undefined =>
  /^\{([^+}]+)\+?\}$/.exec(segment)?.[1];
