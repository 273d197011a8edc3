import { type ParsedApi, RouteError } from "../api/index.ts";
import { givenScopes, scopeCheck } from "../identity/index.ts";
import { ComponentArgumentError } from "../shared/errors.ts";
import { suggestion } from "../shared/suggestion.ts";
import type { PlatformDefinition } from "./definition.ts";

type TokenDefinition = Pick<PlatformDefinition, "identity" | "machineScopes">;

/** Routes that no token opens, and ways to end sessions that would have no effect. The definition is valid otherwise. */
export const tokenErrors = (
  component: string,
  definition: TokenDefinition,
  api: ParsedApi,
): Error[] => [
  ...scopeErrors(definition, api),
  ...signOutErrors(definition, api),
  ...revocationErrors(component, definition, api),
];

function scopeErrors({ identity = {}, machineScopes }: TokenDefinition, { routes }: ParsedApi) {
  const givers = { ...identity, machineScopes };
  const [isGiven, known] = [scopeCheck(givers), givenScopes(givers)];
  return routes.flatMap(({ key, scopes }) =>
    !scopes || scopes.some(isGiven)
      ? []
      : [
          new RouteError(
            key,
            `no token ever has its scope: ${scopes.join(", ")}`,
            scopes.map((scope) => suggestion(scope, known)).find(Boolean) ??
              "Give one to identity.groups or identity.machines, or correct its name.",
          ),
        ],
  );
}

function signOutErrors({ identity = {} }: TokenDefinition, { routes }: ParsedApi) {
  if (identity.revocation) return [];
  return routes
    .filter(({ integration }) => integration.kind === "signOut")
    .map(
      ({ key }) =>
        new RouteError(
          key,
          "it signs its caller out, but tokens work until they expire",
          "Set identity: { revocation: {} }, or remove the route.",
        ),
    );
}

function revocationErrors(
  component: string,
  { identity = {} }: TokenDefinition,
  { routes }: ParsedApi,
) {
  if (!identity.revocation || routes.some(({ auth = "cognito" }) => auth === "cognito")) return [];
  return [
    new ComponentArgumentError({
      component,
      argument: "identity.revocation",
      given: identity.revocation,
      allowed: "nothing in a platform whose routes accept no token of the user pool",
      fix: 'Remove it, or give a route auth: "cognito".',
    }),
  ];
}
