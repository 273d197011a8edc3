import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
  Context,
} from "aws-lambda";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import type { DenyList } from "../../shared/denyList/index.ts";
import { correlationIdOf, type CorrelatedEvent } from "../../proxy/correlation.ts";
import { log } from "../../shared/log.ts";
import { contextOf } from "./claims.ts";
import type { AuthorizerSettings } from "./settings.ts";
import { UnauthorizedError, type Verifier } from "./verifier.ts";

/** Parts of an event of API Gateway that the authorizer reads. */
export type AuthorizerEvent = Pick<
  APIGatewayRequestAuthorizerEvent,
  "methodArn" | "resource" | "httpMethod"
> &
  CorrelatedEvent;

/**
 * A Lambda authorizer that accepts the tokens that a Cognito authorizer accepts: on a route with scopes
 * an access token with one of them, on other routes an ID token. All others get the same 401, and so do
 * tokens of clients that are not listed and tokens that were revoked. While the deny list can't be read,
 * callers get 500, unless `ifUnreachable` is `accept`.
 *
 * API Gateway caches a result by the identity sources: token, method and resource. The policy allows
 * that method and resource alone, for any path parameters, so a cached result never opens a route with
 * other scopes.
 *
 * Source: API Gateway Developer Guide, "Use API Gateway Lambda authorizers".
 *
 * @param denyList - @default no token can be revoked
 */
export function createAuthorizer(
  settings: Pick<AuthorizerSettings, "routesByScopes" | "clientIds" | "ifUnreachable">,
  verifier: Verifier,
  denyList?: DenyList,
): (
  event: AuthorizerEvent,
  context: Pick<Context, "awsRequestId">,
) => Promise<APIGatewayAuthorizerResult> {
  const { routesByScopes, clientIds } = settings;
  const scopesByRoute = new Map(
    Object.entries(routesByScopes).flatMap(([scopes, routes]) =>
      routes.map((route) => [route, scopes === "" ? [] : scopes.split(" ")] as const),
    ),
  );
  const isRevoked = async (
    payload: JwtPayload,
    event: AuthorizerEvent,
    executionId: string,
  ): Promise<boolean> => {
    try {
      return (await denyList?.isRevoked(payload)) ?? false;
    } catch (error) {
      const { message } = error as Error;
      const { requestId } = event.requestContext;
      const ids = { correlationId: correlationIdOf(event), requestId, executionId };
      log("error", "deny list not read", { ...ids, error: message });
      if (settings.ifUnreachable === "accept") return false;
      throw error;
    }
  };
  return async (event, { awsRequestId }) => {
    const { httpMethod, resource } = event;
    const payload = await verifier.verify(tokenOf(event));
    const own = scopesByRoute.get(`${httpMethod} ${resource}`);
    const scopes = own ?? scopesByRoute.get(`ANY ${resource}`) ?? [];
    const isAccepted = isFor(scopes, payload) && (!clientIds || clientIds.has(clientOf(payload)));
    if (!isAccepted || (await isRevoked(payload, event, awsRequestId)))
      throw new UnauthorizedError();
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

/** The app client that a token was issued to: ID tokens name it as their audience. */
const clientOf = ({ token_use: use, aud, client_id: id }: JwtPayload): string =>
  String(use === "id" ? aud : id);

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
