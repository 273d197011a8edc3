import { environmentOf, EnvironmentError } from "../../shared/environment.ts";

/** The function's settings, each read from an environment variable. */
export interface AuthorizerSettings {
  /** `ISSUERS`: accepted values of a token's `iss`; the first is the pool's current one. */
  readonly issuers: readonly string[];
  /** `CLIENT_IDS`: app clients whose tokens are accepted. All of the pool's if it is not set. */
  readonly clientIds: ReadonlySet<string> | undefined;
  /** `ROUTES_BY_SCOPES`: routes such as `GET /orders` by their scopes, which spaces separate. */
  readonly routesByScopes: Readonly<Record<string, readonly string[]>>;
  /** `DENY_LIST_TABLE`: the table of revoked tokens. Without it, tokens can't be revoked. */
  readonly denyListTable: string | undefined;
  /** `DENY_LIST_UNREACHABLE`: what happens to callers while it can't be read, `refuse` by default. */
  readonly ifUnreachable: "refuse" | "accept";
  /**
   * `AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER`: replaces Cognito's address, as in AWS's SDKs. It
   * serves the keys at `/<user pool id>/.well-known/jwks.json`.
   */
  readonly endpoint: string | undefined;
}

/** @throws EnvironmentError when a variable is missing or wrong */
export function readSettings(variables: NodeJS.ProcessEnv): AuthorizerSettings {
  const environment = environmentOf(variables);
  const issuers = environment.list("ISSUERS");
  if (!issuers.every((issuer) => /^https:\/\/[\w.-]+\/[\w-]+$/.test(issuer)) || !issuers[0]) {
    throw new EnvironmentError("ISSUERS", variables["ISSUERS"], "issuers of user pools");
  }
  const ifUnreachable = environment.optionalString("DENY_LIST_UNREACHABLE") ?? "refuse";
  if (ifUnreachable !== "refuse" && ifUnreachable !== "accept") {
    throw new EnvironmentError("DENY_LIST_UNREACHABLE", ifUnreachable, "refuse, accept");
  }
  const clientIds = environment.list("CLIENT_IDS");
  return {
    issuers,
    clientIds: clientIds.length > 0 ? new Set(clientIds) : undefined,
    routesByScopes: environment.json("ROUTES_BY_SCOPES") ?? {},
    denyListTable: environment.optionalString("DENY_LIST_TABLE"),
    ifUnreachable,
    endpoint: environment.optionalString("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"),
  };
}
