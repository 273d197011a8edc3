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

/** Seconds a result is kept where the authorizer does not say. */
const defaultTtlSeconds = 300;

interface VerifiedToken {
  readonly payload: JwtPayload;
  readonly authorization: Authorization;
}

/**
 * An authorizer of type `cognito_user_pools`.
 *
 * A token passes when one of the pools signed it (RS256), names itself as issuer, it has not expired,
 * and it is what the route asks for: an access token with one of the route's scopes, or an ID token
 * where the route lists none. The header's value is the token, after an optional `Bearer `. (API
 * Gateway Developer Guide, "Control access to REST APIs using Amazon Cognito user pools as an
 * authorizer")
 */
export function createCognitoAuthorizer(
  name: string,
  scheme: SecurityScheme,
  { stageVariables, jwks }: AuthorizerDependencies,
): Authorizer {
  const definition = scheme["x-amazon-apigateway-authorizer"] ?? {};
  const arns = definition.providerARNs?.map((arn) => resolveStageVariables(arn, stageVariables));
  if (arns === undefined || arns.length === 0 || scheme.in !== "header" || !scheme.name) {
    throw new RestApiDefinitionError(
      `authorizer "${name}"`,
      "needs providerARNs and a header (in, name) that carries the token",
    );
  }
  const header = scheme.name.toLowerCase();
  const audience = compileAudience(name, definition.identityValidationExpression);
  const verifier = createVerifier(arns, jwks);
  const cache = new TokenCache<VerifiedToken>(
    (definition.authorizerResultTtlInSeconds ?? defaultTtlSeconds) * 1000,
  );

  const verify = async (token: string): Promise<VerifiedToken> => {
    const cached = cache.get(token);
    if (cached !== undefined) {
      return cached;
    }
    const payload = await verifier.verify(token).catch(refuse);
    if (payload.exp === undefined) {
      throw new GatewayError("UNAUTHORIZED");
    }
    const authorization = { context: { claims: stringClaims(payload) } };
    const verified = { payload, authorization };
    cache.set(token, verified, payload.exp * 1000);
    return verified;
  };

  const forScopes =
    (scopes: readonly string[]): Authorize =>
    async ({ request }) => {
      const { payload, authorization } = await verify(readToken(request, header));
      if (!audience(payload) || !isFor(scopes, payload)) {
        throw new GatewayError("UNAUTHORIZED");
      }
      return authorization;
    };

  return { forScopes, warm: () => verifier.hydrate() };
}

/** A request that carries several tokens could mean any of them; it gets in with none. */
function readToken(request: GatewayRequest, header: string): string {
  const [value, ...others] = request.headers.values(header);
  if (value === undefined || others.length > 0) {
    throw new GatewayError("UNAUTHORIZED");
  }
  return value.slice(0, 7).toLowerCase() === "bearer " ? value.slice(7) : value;
}

/** Without scopes the token is an identity's, with scopes it is a permission. */
function isFor(scopes: readonly string[], payload: JwtPayload): boolean {
  if (scopes.length === 0) {
    return payload.token_use === "id";
  }
  const granted = payload.scope?.split(" ") ?? [];
  return payload.token_use === "access" && scopes.some((scope) => granted.includes(scope));
}

/** `identityValidationExpression` is a pattern for `aud`, which access tokens do not have. */
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
 * The library's `CognitoJwtVerifier` would also take the `issuer-cognito-idp` issuers of replicated
 * pools, which API Gateway does not.
 */
function createVerifier(arns: readonly string[], jwks: Jwks) {
  const pools = arns.map((arn) => ({
    issuer: issuerOf(arn),
    jwksUri: jwks.uriOf(arn),
    audience: null,
    customJwtCheck: ({ header }: { header: { alg?: string } }) => {
      if (header.alg !== "RS256") {
        throw new Error(`algorithm ${header.alg}`);
      }
    },
  }));
  return JwtVerifier.create(pools, { jwksCache: jwks.cache });
}

function issuerOf(arn: string): string {
  const [, region, poolId] =
    /^arn:[\w-]+:cognito-idp:([\w-]+):\d+:userpool\/(\w[\w-]*)$/.exec(arn) ?? [];
  if (region === undefined || poolId === undefined) {
    throw new RestApiDefinitionError("Cognito authorizer", `"${arn}" is no user pool's ARN`);
  }
  return `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
}

/** @throws GatewayError always: a bad token is the caller's fault, a missing key set the API's */
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
