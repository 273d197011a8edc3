import type { InvokeFunction } from "../../lambda/contract.ts";
import type { Caller, Decision, FindSigner } from "../exchange/callers.ts";
import type { AuthorizerContext, Exchange } from "../exchange/exchange.ts";
import type { SecurityScheme } from "../openapi.ts";
import type { Jwks } from "./jwks.ts";

/** What is found out about a request's caller. */
export interface Authorization {
  /** `requestContext.authorizer`; there is none for IAM. */
  readonly context?: AuthorizerContext;
  /** Who signed the request, for IAM. */
  readonly caller?: Caller;
  /** The API key of a Lambda authorizer's answer, for APIs that take keys from there. */
  readonly usageIdentifierKey?: string | undefined;
  /** What the signer's own policies say, or a Lambda authorizer's; a user pool has none. */
  readonly decision?: Decision;
}

/**
 * Tells what may be known of a request's caller, or throws the gateway error that refuses it.
 *
 * @param receiveBody - reads the request's body; only what needs the body for its judgement does
 * @throws GatewayError
 */
export type Authorize = (
  exchange: Exchange,
  receiveBody: () => Promise<Buffer | undefined>,
) => Promise<Authorization>;

/** A security scheme's authorizer, ready to guard any number of routes. */
export interface Authorizer {
  /** @param scopes - of which a token needs any one; none means that an ID token is asked for */
  forScopes(scopes: readonly string[]): Authorize;
  /** Fetches ahead of the first request what checking tokens needs. */
  warm(): Promise<void>;
}

/** What authorizers are made with. */
export interface AuthorizerDependencies {
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly jwks: Jwks;
  /** Runs the functions of Lambda authorizers. */
  readonly invokeAuthorizer: InvokeFunction;
  readonly findSigner: FindSigner;
}

/** Makes a scheme's authorizer. @throws RestApiDefinitionError when the scheme lacks something */
export type CreateAuthorizer = (
  name: string,
  scheme: SecurityScheme,
  dependencies: AuthorizerDependencies,
) => Authorizer;
