import type { Place } from "../integrations/integration.ts";
import { RouteError } from "../route/routeError.ts";
import type { Source } from "./source.ts";

/** What API Gateway tells of an authorizer itself, and of a user pool's. */
const taken = /^(claims|error|integrationLatency|integrationStatus|latency|requestId|status)$/;

/**
 * Refuses what a route can't know of its caller.
 *
 * Source: API Gateway Developer Guide, "Variables for data transformations for API Gateway" (of an
 * authorizer's keys "the only supported special character is the underscore").
 *
 * @throws RouteError
 */
export function checkCaller(source: Source, { key, auth = "cognito" }: Place): void {
  if (source.from === "claim" && auth !== "cognito") {
    throw new RouteError(
      key,
      `it reads the claim "${source.name}", but takes no user pool's token`,
      typeof auth === "object"
        ? `Use auth: "cognito", or from.authorizer("…") for what "${auth.authorizer}" passes on.`
        : 'Use auth: "cognito".',
    );
  }
  if (source.from !== "authorizer") return;
  if (typeof auth !== "object") {
    throw new RouteError(
      key,
      `it reads "${source.name}" of a Lambda authorizer, but its auth is ${JSON.stringify(auth)}`,
      auth === "cognito"
        ? 'Use from.claim("…") for what is in a token, or auth: { authorizer: "<name>" }.'
        : 'Use auth: { authorizer: "<name>" }.',
    );
  }
  if (!/^[A-Za-z]\w*$/.test(source.name) || taken.test(source.name)) {
    throw new RouteError(
      key,
      `it reads "${source.name}" of a Lambda authorizer, which nothing that it passes on can be called`,
      "Use letters, digits and _, beginning with a letter, and no name that API Gateway uses itself, such as status.",
    );
  }
}
