import { environmentOf, EnvironmentError } from "../../shared/environment.ts";

/** The function's settings, each read from an environment variable. */
export interface AuthorizerSettings {
  /** `ISSUERS`: accepted values of a token's `iss`; the first is the pool's current one. */
  readonly issuers: readonly string[];
  /** `ROUTES_BY_SCOPES`: routes such as `GET /orders` by their scopes, which spaces separate. */
  readonly routesByScopes: Readonly<Record<string, readonly string[]>>;
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
  return {
    issuers,
    routesByScopes: readRoutes(environment.optionalString("ROUTES_BY_SCOPES")),
    endpoint: environment.optionalString("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"),
  };
}

function readRoutes(text = "{}"): AuthorizerSettings["routesByScopes"] {
  try {
    return JSON.parse(text) as AuthorizerSettings["routesByScopes"];
  } catch {
    throw new EnvironmentError("ROUTES_BY_SCOPES", text, "JSON of routes by scopes");
  }
}
