import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../../function/index.ts";
import type { OptionFault } from "../../shared/errors.ts";
import type { Route } from "../route/route.ts";
import {
  readsDenyList,
  type RevocationArgs,
  revocationBytes,
  revocationVariables,
} from "./revocation.ts";

/** Enough to fetch the pool's keys from the second address if the first does not respond. */
const timeoutSeconds = 10;

/** Lambda allows 4 KB of variables; the issuers take less than a quarter. Source: AWS Lambda Developer Guide, "Lambda quotas". */
const maxRoutesBytes = 3072;

/** Creates the function that checks the tokens of a user pool with these issuers, if a route needs it. */
export function createUserPoolFunction(
  name: string,
  issuers: pulumi.Input<pulumi.Input<string>[]>,
  revocation: RevocationArgs | undefined,
  routes: readonly Route[],
  opts: pulumi.ComponentResourceOptions,
): aws.lambda.Function | undefined {
  if (!routes.some(hasUserPool)) return undefined;
  const args = {
    source: "authorizers/userPool",
    timeoutSeconds,
    environment: {
      ISSUERS: pulumi.output(issuers).apply((all) => all.join(",")),
      ...(routes.some(({ scopes }) => scopes) && {
        ROUTES_BY_SCOPES: JSON.stringify(routesByScopes(routes)),
      }),
      ...(revocation && revocationVariables(revocation)),
    },
    ...(revocation && { statements: [readsDenyList(revocation)] }),
  };
  return new BundledFunction(userPoolFunctionName(name), args, opts).function;
}

/** No name of an authorizer in a definition leads to it: those begin with `${name}-authorizer-`. */
export const userPoolFunctionName = (name: string): string => `${name}-user-authorizer`;

const hasUserPool = ({ auth = "cognito" }: Route): boolean => auth === "cognito";

/**
 * Routes that need an access token by their scopes. Beside a route for ANY, the other routes of its
 * path are listed as well, so that they don't get its scopes.
 */
function routesByScopes(routes: readonly Route[]): Record<string, string[]> {
  const table: Record<string, string[]> = {};
  const hasAny = (path: string) =>
    routes.some((route) => route.path === path && route.method === "ANY" && route.scopes);
  for (const { method, path, scopes } of routes.filter(hasUserPool)) {
    if (scopes || hasAny(path)) (table[(scopes ?? []).join(" ")] ??= []).push(`${method} ${path}`);
  }
  return table;
}

/** Reports scopes that don't fit into the function's environment. */
export function userPoolFunctionFaults(
  routes: readonly Route[],
  revocation: RevocationArgs | undefined,
): OptionFault[] {
  const bytes = Buffer.byteLength(JSON.stringify(routesByScopes(routes)));
  const most = maxRoutesBytes - (revocation ? revocationBytes(revocation) : 0);
  if (bytes <= most) return [];
  return [
    {
      argument: "scopes of its routes",
      given: `${bytes} bytes`,
      allowed: `at most ${most} bytes together, because Lambda allows 4 KB of variables`,
      fix: "Use ANY for paths whose methods have the same scopes, or a user pool without replication and revocation.",
    },
  ];
}
