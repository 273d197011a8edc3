import { JwtVerifier } from "aws-jwt-verify";
import {
  FetchError,
  JwksValidationError,
  JwkValidationError,
  JwtExpiredError,
} from "aws-jwt-verify/error";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { RestApiDefinitionError } from "../errors.ts";
import { GatewayError } from "../response/gatewayError.ts";
import { compileJavaPattern } from "../mapping/javaPattern.ts";
import type { SecurityScheme } from "../openapi.ts";
import type { GatewayRequest } from "../request/request.ts";
import { resolveStageVariables } from "../exchange/template.ts";
import { stringClaims } from "./claims.ts";
import type { Authorization, Authorize, Authorizer, AuthorizerDependencies } from "./authorizer.ts";
import type { Jwks } from "./jwks.ts";
import { TokenCache } from "./tokenCache.ts";

/** Seconds that a result is cached unless the authorizer sets another time. */
const defaultTtlSeconds = 300;

interface VerifiedToken {
  readonly payload: JwtPayload;
  readonly authorization: Authorization;
}

/**
 * An authorizer of type `cognito_user_pools`.
 *
 * A token is valid if one of the pools signed it (RS256) and is its issuer, it has not expired, and the
 * route accepts it: an access token with one of the route's scopes, or an ID token if the route has no
 * scopes. The header's value is the token, after an optional `Bearer `. (API Gateway Developer Guide,
 * "Control access to REST APIs using Amazon Cognito user pools as an authorizer")
 */
export function createCognitoAuthorizer(
  name: string,
  scheme: SecurityScheme,
  { stageVariables, jwks, keepCache }: AuthorizerDependencies,
): Authorizer {
  const definition = scheme["x-amazon-apigateway-authorizer"] ?? {};
  const arns = definition.providerARNs?.map((arn) => resolveStageVariables(arn, stageVariables));
  if (arns === undefined || arns.length === 0 || scheme.in !== "header" || !scheme.name) {
    throw new RestApiDefinitionError(
      `authorizer "${name}"`,
      "needs providerARNs and a header for the token (in, name)",
    );
  }
  const header = scheme.name.toLowerCase();
  const audience = compileAudience(name, definition.identityValidationExpression);
  const verifier = createVerifier(arns, jwks);
  const ttlMs = (definition.authorizerResultTtlInSeconds ?? defaultTtlSeconds) * 1000;
  const cache = keepCache(name, scheme, () => new TokenCache<VerifiedToken>(ttlMs));

  const verify = async (token: string): Promise<VerifiedToken> => {
    const cached = cache.get(token);
    if (cached !== undefined) {
      return cached;
    }
    const payload = await verifier.verify(token).catch(refuse);
    if (payload.exp === undefined) throw refused("the token has no time of expiry (exp)");
    const authorization = { context: { claims: stringClaims(payload) } };
    const verified = { payload, authorization };
    cache.set(token, verified, payload.exp * 1000);
    return verified;
  };

  const forScopes =
    (scopes: readonly string[]): Authorize =>
    async ({ request }) => {
      const { payload, authorization } = await verify(readToken(request, header));
      if (!audience(payload))
        throw refused("the token's audience (aud) is not one that the authorizer accepts");
      const fault = faultFor(scopes, payload);
      if (fault !== undefined) throw refused(fault);
      return authorization;
    };

  return { forScopes, warm: () => verifier.hydrate() };
}

/** A request with several tokens is ambiguous, so it is rejected. */
function readToken(request: GatewayRequest, header: string): string {
  const [value, ...others] = request.headers.values(header);
  if (value === undefined) throw refused(`the request has no header "${header}"`);
  if (others.length > 0) throw refused(`the request has more than one header "${header}"`);
  return value.slice(0, 7).toLowerCase() === "bearer " ? value.slice(7) : value;
}

/** Routes with scopes need an access token, others an ID token. */
function faultFor(scopes: readonly string[], payload: JwtPayload): string | undefined {
  if (scopes.length === 0) {
    if (payload.token_use === "id") return undefined;
    return "the route needs an ID token, but this is an access token";
  }
  if (payload.token_use !== "access")
    return `the route needs an access token with one of its scopes: ${scopes.join(", ")}. This is an ID token`;
  const granted = payload.scope?.split(" ") ?? [];
  if (scopes.some((scope) => granted.includes(scope))) return undefined;
  const has = granted.length > 0 ? granted.join(", ") : "none";
  return `the token has none of the route's scopes: ${scopes.join(", ")}. It has: ${has}`;
}

/** The reason is for the operator; clients get "Unauthorized". */
const refused = (cause: string): GatewayError => new GatewayError("UNAUTHORIZED", { cause });

/** `identityValidationExpression` matches `aud`, which access tokens lack. */
function compileAudience(
  name: string,
  expression: string | undefined,
): (payload: JwtPayload) => boolean {
  if (!expression) {
    return () => true;
  }
  const subject = `authorizer "${name}"`;
  const matches = compileJavaPattern(subject, "identityValidationExpression", expression);
  return ({ aud }) => typeof aud === "string" && matches(aud);
}

/**
 * Not the library's `CognitoJwtVerifier`, which also accepts the `issuer-cognito-idp` issuers of
 * replicated pools; API Gateway does not.
 */
function createVerifier(arns: readonly string[], jwks: Jwks) {
  const pools = arns.map((arn) => ({
    issuer: issuerOf(arn),
    jwksUri: jwks.uriOf(arn),
    audience: null,
    customJwtCheck: ({ header }: { header: object }) => refuseHeader(header),
  }));
  return JwtVerifier.create(pools, { jwksCache: jwks.cache });
}

/**
 * Refuses what the library does not check: other algorithms, and a header that names extensions which a
 * verifier must know (`crit`: RFC 7515, 4.1.11; `b64`: RFC 7797, 7). Keys in the header are never used.
 */
function refuseHeader(header: { alg?: string }): void {
  if (header.alg !== "RS256") throw new Error(`algorithm ${header.alg}`);
  if ("crit" in header || "b64" in header) throw new Error("unknown extensions");
}

function issuerOf(arn: string): string {
  const [, region, poolId] =
    /^arn:[\w-]+:cognito-idp:([\w-]+):\d+:userpool\/(\w[\w-]*)$/.exec(arn) ?? [];
  if (region === undefined || poolId === undefined) {
    throw new RestApiDefinitionError(
      "Cognito authorizer",
      `"${arn}" is not the ARN of a user pool`,
    );
  }
  return `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
}

/** @throws GatewayError 401 for an invalid token, 500 if the keys are unavailable */
function refuse(cause: unknown): never {
  if (cause instanceof JwtExpiredError) {
    throw new GatewayError("UNAUTHORIZED", { message: "The incoming token has expired", cause });
  }
  const misconfigured = [FetchError, JwksValidationError, JwkValidationError];
  if (misconfigured.some((type) => cause instanceof type)) {
    throw new GatewayError("AUTHORIZER_CONFIGURATION_ERROR", { cause });
  }
  throw new GatewayError("UNAUTHORIZED", { cause });
}
