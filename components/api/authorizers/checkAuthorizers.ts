import { ComponentArgumentError } from "../../shared/errors.ts";
import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";
import type { AuthorizerDefinition, AuthorizerDefinitions } from "./definition.ts";

/** Longest time that an answer is kept. Source: API Gateway API Reference, "CreateAuthorizer". */
const maxTtlSeconds = 3600;

/** Longest time that API Gateway waits for a function by default. */
const maxTimeoutSeconds = 29;

/** Source: API Gateway API Reference, "CreateAuthorizer" (`identitySource`). */
const identitySource =
  /^(?:method\.request\.(?:header|querystring)\.[\w-]+|stageVariables\.\w+|context(?:\.\w+)+)$/;

/**
 * Checks a platform's Lambda authorizers, and that its routes name no other.
 *
 * @param component - where they stand, for errors
 * @throws ComponentArgumentError for an authorizer that API Gateway would refuse
 * @throws RouteError for a route with an authorizer that does not exist
 */
export function checkAuthorizers(
  component: string,
  authorizers: AuthorizerDefinitions,
  routes: Route[],
): void {
  for (const [name, authorizer] of Object.entries(authorizers)) {
    checkAuthorizer(`${component}: authorizer "${name}"`, name, authorizer);
  }
  for (const { key, auth } of routes) {
    if (typeof auth === "object" && !Object.hasOwn(authorizers, auth.authorizer)) {
      throw new RouteError(key, `there is no authorizer "${auth.authorizer}"`, use(authorizers));
    }
  }
}

function use(authorizers: AuthorizerDefinitions): string {
  const names = Object.keys(authorizers);
  return names.length > 0
    ? `Add it to authorizers, or use one of: ${names.join(", ")}.`
    : "Add it to authorizers: there is none yet.";
}

function checkAuthorizer(component: string, name: string, authorizer: AuthorizerDefinition): void {
  const refuse = (argument: string, given: unknown, allowed: string, fix: string): never => {
    throw new ComponentArgumentError({ component, argument, given, allowed, fix });
  };
  const { ttlSeconds, timeoutSeconds } = authorizer;
  if (!/^[a-zA-Z][\w-]*$/.test(name)) {
    refuse("name", name, "letters, digits, _ and -, beginning with a letter", "Rename it.");
  }
  if (ttlSeconds !== undefined && !isWhole(ttlSeconds, 0, maxTtlSeconds)) {
    refuse("ttlSeconds", ttlSeconds, `0 to ${maxTtlSeconds}`, "Use 0 to ask each time.");
  }
  if (timeoutSeconds !== undefined && !isWhole(timeoutSeconds, 1, maxTimeoutSeconds)) {
    refuse("timeoutSeconds", timeoutSeconds, `1 to ${maxTimeoutSeconds}`, "Callers wait for it.");
  }
  if (authorizer.kind === "request") {
    checkSources(authorizer.identitySources, ttlSeconds, refuse);
  } else if (authorizer.kind === "token") {
    checkToken(authorizer.header, authorizer.identityValidationExpression, refuse);
  } else {
    const { kind } = authorizer as { kind?: unknown };
    refuse("kind", kind, '"token" or "request"', "Say what the function is given.");
  }
}

type Refuse = (argument: string, given: unknown, allowed: string, fix: string) => never;

function checkSources(
  sources: readonly string[],
  ttlSeconds: number | undefined,
  refuse: Refuse,
): void {
  const wrong = sources.find((source) => !identitySource.test(source));
  if (wrong !== undefined) {
    refuse(
      "identitySources",
      wrong,
      "method.request.header.<name>, method.request.querystring.<name>, stageVariables.<name>, context.<name>",
      "Path parameters and the body tell no caller apart.",
    );
  }
  if (sources.length === 0 && ttlSeconds !== 0) {
    refuse(
      "identitySources",
      sources,
      "one at least while answers are kept",
      "Name what tells callers apart, or set ttlSeconds: 0: else one caller's answer would be everybody's.",
    );
  }
}

function checkToken(
  header: string | undefined,
  expression: string | undefined,
  refuse: Refuse,
): void {
  if (header !== undefined && !/^[\w-]+$/.test(header)) {
    refuse("header", header, "a header's name", "Write it as X-Partner-Token.");
  }
  if (expression === undefined) return;
  try {
    new RegExp(expression);
  } catch {
    refuse(
      "identityValidationExpression",
      expression,
      "a regular expression",
      "Mend or remove it.",
    );
  }
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
