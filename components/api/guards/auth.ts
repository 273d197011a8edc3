import { listOf, type OptionRules, type Rule, text } from "../../shared/options.ts";
import { type AuthorizerDefinitions, lambdaScheme } from "../authorizers/definition.ts";
import type { Operation } from "../document/types.ts";
import type { RoutePlace } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";

/**
 * Callers of a route:
 * - `cognito`: callers with a valid token of one of the API's user pools;
 * - `iam`: callers who sign the request (AWS Signature Version 4) as a role or user of the account
 *   that is allowed `execute-api:Invoke`;
 * - `none`: everybody;
 * - `{ authorizer }`: callers whom the platform's Lambda authorizer of that name allows.
 */
export type Auth<Authorizer extends string = string> =
  "cognito" | "iam" | "none" | { readonly authorizer: Authorizer };

/** Callers that a route accepts. */
export interface AuthGuard<Authorizer extends string = never> {
  /** @default the platform's `defaultAuth`; "cognito" if it has none */
  auth?: Auth<Authorizer>;
  /**
   * Scopes of which the caller's access token must have one, such as `["orders/read"]`. A route with
   * scopes accepts access tokens, one without accepts ID tokens. Machines get scopes from the token
   * endpoint; users who sign in by SRP, password or mailed code have no custom scopes.
   * @default no scopes
   */
  scopes?: string[];
}

/** The parts of authorizers, with resolved ARNs. */
export interface AuthSource {
  /** User pools, in any region, whose tokens are valid here. */
  readonly userPoolArns: string[];
  /** The API's region. */
  readonly region: string;
  /** @default no Lambda authorizers */
  readonly authorizers?: AuthorizerDefinitions | undefined;
  /** ARNs of the authorizers' functions by the authorizers' names. @default no Lambda authorizers */
  readonly authorizerArns?: Readonly<Record<string, string>>;
}

/** Source: RFC 6749, section 3.3. */
const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

export const authRule: Rule = (given, argument) => {
  const isNamed =
    typeof given === "object" &&
    given !== null &&
    Object.keys(given).length === 1 &&
    typeof (given as { authorizer?: unknown }).authorizer === "string";
  if (isNamed || ["cognito", "iam", "none"].includes(given as string)) return [];
  return [{ argument, given, allowed: '"cognito", "iam", "none" or { authorizer: "<name>" }' }];
};

export const authRules: OptionRules<AuthGuard<string>> = {
  auth: authRule,
  scopes: listOf(text(scopeToken, 'scopes such as "orders/read"'), {
    least: 1,
    allowed: 'a list of scopes such as "orders/read", at least one',
    fix: "Without scopes, remove the option: the route then accepts any user's ID token.",
  }),
};

export function checkAuth({ key, auth, scopes }: RoutePlace & AuthGuard<string>): void {
  if (auth === undefined || auth === "cognito" || scopes === undefined) return;
  throw new RouteError(
    key,
    `it has scopes, which only a user pool's tokens carry, but its auth is ${JSON.stringify(auth)}`,
    'Use auth: "cognito", or remove scopes.',
  );
}

/** Errors of routes whose authorizer does not exist. */
export function authorizerErrors(
  authorizers: AuthorizerDefinitions,
  routes: readonly (RoutePlace & AuthGuard<string>)[],
): RouteError[] {
  const names = Object.keys(authorizers);
  const fix =
    names.length > 0
      ? `Add it to authorizers, or use one of: ${names.join(", ")}.`
      : "Add it to authorizers, which has none yet.";
  return routes.flatMap(({ key, auth }) =>
    typeof auth !== "object" || names.includes(auth.authorizer)
      ? []
      : [new RouteError(key, `there is no authorizer "${auth.authorizer}"`, fix)],
  );
}

/** An operation's `security`. */
export function securityOf({ auth, scopes }: AuthGuard<string>): Record<string, string[]>[] {
  const scheme = schemeName(auth);
  return scheme === undefined ? [] : [{ [scheme]: scopes ?? [] }];
}

/** Name of a route's security scheme; `undefined` if everybody may call. */
function schemeName(auth: Auth | undefined = "cognito"): string | undefined {
  if (auth === "none") return undefined;
  return typeof auth === "object" ? `${auth.authorizer}-authorizer` : auth;
}

/** The security schemes that the routes use. */
export function securitySchemes(
  routes: readonly AuthGuard<string>[],
  source: AuthSource,
): Record<string, Operation> {
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
  const { region, authorizers = {}, authorizerArns = {} } = source;
  return lambdaScheme(authorizers[auth.authorizer]!, region, authorizerArns[auth.authorizer]!);
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
