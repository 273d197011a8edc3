import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { contextOf } from "./claims.ts";
import type { AuthorizerSettings } from "./settings.ts";
import { UnauthorizedError, type Verifier } from "./verifier.ts";

/** Parts of an event of API Gateway that the authorizer reads. */
export type AuthorizerEvent = Pick<
  APIGatewayRequestAuthorizerEvent,
  "methodArn" | "resource" | "httpMethod" | "multiValueHeaders"
>;

/**
 * A Lambda authorizer that accepts the tokens that a Cognito authorizer accepts: on a route with scopes
 * an access token with one of them, on other routes an ID token. All others get the same 401.
 *
 * API Gateway caches a result by the identity sources: token, method and resource. The policy allows
 * that method and resource alone, for any path parameters, so a cached result never opens a route with
 * other scopes.
 *
 * Source: API Gateway Developer Guide, "Use API Gateway Lambda authorizers".
 */
export function createAuthorizer(
  { routesByScopes }: Pick<AuthorizerSettings, "routesByScopes">,
  verifier: Verifier,
): (event: AuthorizerEvent) => Promise<APIGatewayAuthorizerResult> {
  const scopesByRoute = new Map(
    Object.entries(routesByScopes).flatMap(([scopes, routes]) =>
      routes.map((route) => [route, scopes === "" ? [] : scopes.split(" ")] as const),
    ),
  );
  return async (event) => {
    const { httpMethod, resource } = event;
    const payload = await verifier.verify(tokenOf(event));
    const own = scopesByRoute.get(`${httpMethod} ${resource}`);
    if (!isFor(own ?? scopesByRoute.get(`ANY ${resource}`) ?? [], payload)) {
      throw new UnauthorizedError();
    }
    return {
      principalId: payload.sub ?? "",
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "execute-api:Invoke", Resource: resourceArn(event) },
        ],
      },
      context: contextOf(payload),
    };
  };
}

/** The header's value, after an optional `Bearer `. A request with several tokens is ambiguous. */
function tokenOf({ multiValueHeaders }: AuthorizerEvent): string {
  const [token, ...others] = Object.entries(multiValueHeaders ?? {})
    .filter(([name]) => name.toLowerCase() === "authorization")
    .flatMap(([, values]) => values ?? []);
  if (token === undefined || others.length > 0) throw new UnauthorizedError();
  return token.replace(/^bearer /i, "");
}

function isFor(scopes: readonly string[], { token_use: use, scope }: JwtPayload): boolean {
  if (scopes.length === 0) return use === "id";
  const granted = scope?.split(" ") ?? [];
  return use === "access" && scopes.some((each) => granted.includes(each));
}

/** `arn:…:api/stage/GET/orders/*` for the resource `/orders/{id}`. */
function resourceArn({ methodArn, httpMethod, resource }: AuthorizerEvent): string {
  const [api, stage] = methodArn.split("/");
  return `${api}/${stage}/${httpMethod}${resource.replaceAll(/\{[^}]*\}/g, "*")}`;
}
