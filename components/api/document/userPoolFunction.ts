import { invocationUri } from "./uris.ts";
import type { OpenApiDocument, Operation } from "./types.ts";

/**
 * Lets a function of ours check the tokens of user pools (`functions/authorizers/userPool`) instead of
 * API Gateway's Cognito authorizer, which neither accepts the issuer of replicated pools nor learns of
 * revoked tokens.
 * Source: Cognito Developer Guide, "Identity provider and relying party endpoints".
 *
 * Everything else of the document is compiled for a Cognito authorizer. This is the one place that
 * knows the difference: the scheme, scopes (which the function checks), and how mappings read claims.
 *
 * @param ttlSeconds - time that API Gateway keeps a result; 0 invokes the function for each call
 */
export function withUserPoolFunction(
  document: OpenApiDocument,
  region: string,
  functionArn: string,
  ttlSeconds = defaultTtlSeconds,
): OpenApiDocument {
  const { securitySchemes } = document.components;
  if (!Object.hasOwn(securitySchemes, scheme)) return document;
  const convert = (operation: Operation): Operation =>
    requirementsOf(operation).some((requirement) => Object.hasOwn(requirement, scheme))
      ? {
          ...operation,
          security: requirementsOf(operation).map((requirement) =>
            Object.hasOwn(requirement, scheme) ? { [scheme]: [] } : requirement,
          ),
          [integration]: withContextClaims(operation[integration]),
        }
      : operation;
  return {
    ...document,
    paths: mapValues(document.paths, (operations) => mapValues(operations, convert)),
    components: {
      ...document.components,
      securitySchemes: {
        ...securitySchemes,
        [scheme]: functionScheme(region, functionArn, ttlSeconds),
      },
    },
  };
}

const scheme = "cognito";
const integration = "x-amazon-apigateway-integration";

const requirementsOf = ({ security = [] }: { security?: unknown }) =>
  security as Readonly<Record<string, readonly string[]>>[];

/**
 * Seconds that API Gateway keeps a result. A token works at most this long after it has expired, and
 * the function runs once per minute, token and route.
 */
const defaultTtlSeconds = 60;

/**
 * The cache key has the method and the resource beside the token, because scopes differ by route.
 * Source: API Gateway API Reference, "CreateAuthorizer" (`identitySource`); Developer Guide,
 * "x-amazon-apigateway-authorizer object".
 */
const functionScheme = (region: string, functionArn: string, ttlSeconds: number): Operation => ({
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "custom",
  "x-amazon-apigateway-authorizer": {
    type: "request",
    authorizerUri: invocationUri(region, functionArn),
    authorizerResultTtlInSeconds: ttlSeconds,
    identitySource: "method.request.header.Authorization, context.httpMethod, context.resourcePath",
  },
});

/** The key of a claim in the function's context: `functions/shared/claimKey.ts`. */
export const claimKey = (claim: string): string => `claim_${claim.replaceAll(/\W/g, "_")}`;

/** Claims in Velocity: `$context.authorizer.claims.sub`, and in brackets or by `get`. */
const inTemplate =
  /(\$!?\{?context\.authorizer)\.claims(?:\.(?!get\()([A-Za-z][\w-]*)|\[(['"])(.+?)\3\]|\.get\((['"])(.+?)\5\))/g;

/** A claim in a parameter mapping. */
const inMapping = /^context\.authorizer\.claims\.(.+)$/;

/** Replaces references to claims in the texts of an integration, at any depth. */
function withContextClaims(value: unknown): unknown {
  if (typeof value === "string") {
    return value
      .replace(inMapping, (_, claim: string) => `context.authorizer.${claimKey(claim)}`)
      .replaceAll(
        inTemplate,
        (
          _,
          start: string,
          dotted?: string,
          _quote?: string,
          bracketed?: string,
          _q?: string,
          got?: string,
        ) =>
          dotted === undefined
            ? `${start}['${claimKey(bracketed ?? got ?? "")}']`
            : `${start}.${claimKey(dotted)}`,
      );
  }
  if (Array.isArray(value)) return value.map(withContextClaims);
  if (typeof value !== "object" || value === null) return value;
  return mapValues(value as Readonly<Record<string, unknown>>, withContextClaims);
}

const mapValues = <From, To>(
  record: Readonly<Record<string, From>>,
  convert: (value: From) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
