import type { AuthorizerDefinition, AuthorizerDefinitions } from "../authorizers/definition.ts";
import { lambdaScheme } from "../authorizers/lambdaScheme.ts";
import type { Operation } from "../document/types.ts";
import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";

/**
 * Who may call: `cognito`: whoever has a valid token of one of the API's user pools. `iam`: whoever
 * signs the request (AWS Signature Version 4) in the name of a role or user of the account that may
 * `execute-api:Invoke`. `none`: everybody. `{ authorizer }`: whom the platform's Lambda authorizer of
 * that name lets pass.
 */
export type Auth<Authorizer extends string = string> =
  "cognito" | "iam" | "none" | { readonly authorizer: Authorizer };

/** Who may call a route. */
export interface AuthGuard<Authorizer extends string = never> {
  /** @default the platform's `defaultAuth`, and "cognito" where it has none */
  auth?: Auth<Authorizer>;
  /**
   * Scopes of which the caller's access token must have one, such as `["orders/read"]`. With
   * scopes the route takes access tokens, without it takes ID tokens. Machines get scopes from the
   * token endpoint; users who sign in by SRP, password or mailed code have none of an API's.
   * @default no scopes
   */
  scopes?: string[];
}

/** What authorizers are made of; ARNs are known by now. */
export interface AuthSource {
  /** User pools, in any region, whose tokens are valid here. */
  readonly userPoolArns: string[];
  /** The API's region. @default no Lambda authorizers */
  readonly region?: string;
  /** @default no Lambda authorizers */
  readonly authorizers?: AuthorizerDefinitions;
  /** ARNs of the authorizers' functions by the authorizers' names. @default no Lambda authorizers */
  readonly authorizerArns?: Readonly<Record<string, string>>;
}

/** Source: RFC 6749, section 3.3. */
const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

export function checkAuth({ key, auth, scopes }: Route): void {
  const isNamed = typeof auth === "object" && typeof auth?.authorizer === "string";
  if (auth !== undefined && !isNamed && !["cognito", "iam", "none"].includes(auth as string)) {
    throw new RouteError(
      key,
      `auth is ${JSON.stringify(auth)}`,
      'Use "cognito", "iam", "none" or { authorizer: "<name>" }.',
    );
  }
  if (auth !== undefined && auth !== "cognito" && scopes?.length) {
    throw new RouteError(
      key,
      `it asks for scopes, which only a user pool's tokens have, but its auth is ${JSON.stringify(auth)}`,
      'Use auth: "cognito", or remove scopes.',
    );
  }
  if (scopes?.length === 0) {
    throw new RouteError(
      key,
      "its scopes are none, so that any user's ID token would do",
      'Name one, such as "orders/read", or leave scopes out.',
    );
  }
  for (const scope of scopes ?? []) {
    if (!scopeToken.test(scope)) {
      throw new RouteError(key, `"${scope}" is no scope`, 'Write it as "orders/read".');
    }
  }
}

/** An operation's `security`. */
export function securityOf({ auth, scopes }: Route): Record<string, string[]>[] {
  const scheme = schemeName(auth);
  return scheme === undefined ? [] : [{ [scheme]: scopes ?? [] }];
}

/** The name of what guards a route; `undefined` where everybody may call. */
function schemeName(auth: Auth | undefined = "cognito"): string | undefined {
  if (auth === "none") return undefined;
  return typeof auth === "object" ? `${auth.authorizer}-authorizer` : auth;
}

/** The authorizers that routes ask for: one each, however many routes. */
export function securitySchemes(routes: Route[], source: AuthSource): Record<string, Operation> {
  const schemes: Record<string, Operation> = {};
  for (const { auth = "cognito" } of routes) {
    const name = schemeName(auth);
    if (name !== undefined) schemes[name] ??= schemeOf(auth, source);
  }
  return schemes;
}

function schemeOf(auth: Auth, source: AuthSource): Operation {
  if (auth === "iam") return signature;
  if (typeof auth !== "object") return cognitoAuthorizer(source.userPoolArns);
  const { region = "", authorizers = {}, authorizerArns = {} } = source;
  const definition: AuthorizerDefinition = authorizers[auth.authorizer]!;
  return lambdaScheme(definition, region, authorizerArns[auth.authorizer]!);
}

/** Source: API Gateway Developer Guide, "x-amazon-apigateway-authtype property". */
const signature: Operation = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

/** Source: API Gateway Developer Guide, "x-amazon-apigateway-authorizer object". */
const cognitoAuthorizer = (userPoolArns: string[]): Operation => ({
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "cognito_user_pools",
  "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: userPoolArns },
});
