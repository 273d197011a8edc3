import type { InvokeFunction } from "../../lambda/contract.ts";
import type { Caller, Decision, FindSigner } from "../exchange/callers.ts";
import type { AuthorizerContext, Exchange } from "../exchange/exchange.ts";
import type { SecurityScheme } from "../openapi.ts";
import type { Jwks } from "./jwks.ts";

/** The result of an authorization. */
export interface Authorization {
  /** `requestContext.authorizer`; undefined for IAM. */
  readonly context?: AuthorizerContext;
  /** The signer of the request, for IAM. */
  readonly caller?: Caller;
  /** The API key returned by a Lambda authorizer, for APIs whose key source is `AUTHORIZER`. */
  readonly usageIdentifierKey?: string | undefined;
  /** The decision of the signer's own policies or of a Lambda authorizer's; user pools have none. */
  readonly decision?: Decision;
}

/**
 * Identifies a request's caller, or throws the gateway error that rejects the request.
 *
 * @param receiveBody - reads the request's body, for authorizers that need it
 * @throws GatewayError
 */
export type Authorize = (
  exchange: Exchange,
  receiveBody: () => Promise<Buffer | undefined>,
) => Promise<Authorization>;

/** A security scheme's authorizer, ready to guard any number of routes. */
export interface Authorizer {
  /** @param scopes - a token needs one of them; without scopes it must be an ID token */
  forScopes(scopes: readonly string[]): Authorize;
  /** Fetches the keys for checking tokens before the first request. */
  warm(): Promise<void>;
}

/**
 * The cache of an authorizer's results, which outlives changes of other parts.
 *
 * @param scheme - the authorizer's scheme, by which results are kept
 */
export type KeepCache = <Cache>(name: string, scheme: SecurityScheme, create: () => Cache) => Cache;

/** Dependencies of authorizers. */
export interface AuthorizerDependencies {
  readonly keepCache: KeepCache;
  /** The version of a function's code. Results of other versions are not used. */
  readonly codeVersionOf: (functionArn: string) => string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly jwks: Jwks;
  /** Runs the functions of Lambda authorizers. */
  readonly invokeAuthorizer: InvokeFunction;
  readonly findSigner: FindSigner;
}

/** Creates a scheme's authorizer. @throws RestApiDefinitionError for an incomplete scheme */
export type CreateAuthorizer = (
  name: string,
  scheme: SecurityScheme,
  dependencies: AuthorizerDependencies,
) => Authorizer;
