import { type ParsedApi, responseParts, type Route } from "../api/index.ts";
import type { OptionFault } from "../shared/errors.ts";
import { join } from "../shared/options.ts";
import type { BehaviorDefinition, BehaviorDefinitions } from "./behavior.ts";
import { covers, reaches } from "./pathPattern.ts";

/** Methods whose responses CloudFront may keep, and that have no body. */
const readMethods = ["GET", "HEAD", "OPTIONS"];

/** Whether a behavior decides about some requests of a route: no earlier pattern matches all of them. */
export const routesOf = (
  pattern: string,
  behaviors: BehaviorDefinitions,
  routes: readonly Route[],
): Route[] => {
  const patterns = Object.keys(behaviors);
  const earlier = patterns.slice(0, patterns.indexOf(pattern));
  return routes.filter(
    ({ path }) => reaches(pattern, path) && !earlier.some((other) => takesAll(other, path)),
  );
};

/** Whether a pattern matches every path of a route, with or without a slash at its end. */
const takesAll = (pattern: string, path: string): boolean => {
  const wildcards = path.replace(/\{[^}]+\}/g, "*");
  return covers(pattern, wildcards) && covers(pattern, `${wildcards}/`);
};

export const hasBody = ({ method }: Route): boolean => !readMethods.includes(method);

/**
 * Faults of behaviors in view of the routes that they decide about. A response that depends on a caller
 * must not be kept for others.
 */
export function routeFaults(behaviors: BehaviorDefinitions, api: ParsedApi): OptionFault[] {
  return Object.entries(behaviors).flatMap(([pattern, behavior]) => {
    const path = join("edge.behaviors", pattern);
    const routes = routesOf(pattern, behaviors, api.routes);
    return [
      ...keyFaults(path, behavior, routes, api),
      ...methodFaults(path, behavior, routes),
      ...(routes.length === 0
        ? [
            {
              argument: path,
              given: pattern,
              allowed: "a pattern that reaches a route",
              fix: "Write the pattern like the route's path, or remove the behavior.",
            },
          ]
        : []),
    ];
  });
}

function keyFaults(
  path: string,
  { ttl, key = {} }: BehaviorDefinition,
  routes: readonly Route[],
  api: ParsedApi,
): OptionFault[] {
  if (!ttl) return [];
  return routes.flatMap((route): OptionFault[] => {
    const parts = responseParts(route, api.authorizers);
    if (!parts) {
      return [
        {
          argument: `${path}.ttl`,
          given: ttl,
          allowed: "nothing",
          fix: `It would keep "${route.key}", whose callers no header or parameter identifies. Remove ttl, or use a narrower pattern.`,
        },
      ];
    }
    const { headers = [], queries = "all" } = key;
    const lower = headers.map((name) => name.toLowerCase());
    const missing = (where: "header" | "query", has: (name: string) => boolean): string[] =>
      parts.filter((part) => part.in === where && !has(part.name)).map(({ name }) => name);
    return [
      ...missingFault(
        `${path}.key.headers`,
        headers,
        missing("header", (name) => lower.includes(name.toLowerCase())),
        route,
      ),
      ...missingFault(
        `${path}.key.queries`,
        queries,
        missing("query", (name) => queries === "all" || queries.includes(name)),
        route,
      ),
    ];
  });
}

function missingFault(
  argument: string,
  given: unknown,
  missing: readonly string[],
  { key }: Route,
): OptionFault[] {
  if (missing.length === 0) return [];
  const names = [...new Set(missing)].join(", ");
  return [
    {
      argument,
      given,
      allowed: `a list with ${names}`,
      fix: `"${key}" responds to each value of ${names} differently, and one caller's response must not reach another.`,
    },
  ];
}

const methodFaults = (
  path: string,
  { methods }: BehaviorDefinition,
  routes: readonly Route[],
): OptionFault[] => {
  const refused = methods === "read" ? routes.find(hasBody) : undefined;
  return refused
    ? [
        {
          argument: `${path}.methods`,
          given: methods,
          allowed: '"all"',
          fix: `Nobody could call "${refused.key}" otherwise.`,
        },
      ]
    : [];
};
