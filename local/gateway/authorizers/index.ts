import type { InvokeFunction } from "../../lambda/contract.ts";
import type { Caller, FindSigner } from "../callers.ts";
import { NotServedError, RestApiDefinitionError } from "../errors.ts";
import type { AuthorizerContext, Exchange } from "../exchange.ts";
import type { GatewayError } from "../gatewayError.ts";
import type { OpenApiDocument, Operation, SecurityScheme } from "../openapi.ts";
import { createCognitoAuthorizer } from "./cognito.ts";
import { createIamAuthorize } from "./iam/index.ts";
import { isApiKeyScheme } from "../usage/requireKey.ts";
import type { Jwks } from "./jwks.ts";
import { createRequestAuthorizer, createTokenAuthorizer } from "./lambda/index.ts";

/** What authorization found out about a request that it does not refuse by itself. */
export interface Authorization {
  /** `requestContext.authorizer`; there is none for IAM. */
  readonly context?: AuthorizerContext;
  /** Who signed the request, for IAM. */
  readonly caller?: Caller;
  /** The API key of a Lambda authorizer's answer, for APIs that take keys from there. */
  readonly usageIdentifierKey?: string | undefined;
  /**
   * Set when nothing allows the request and nothing denies it: what it is refused with, unless the
   * API's resource policy allows it. (API Gateway Developer Guide, "How API Gateway resource policies
   * affect authorization workflow")
   */
  readonly silent?: GatewayError;
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

/** An authorizer of the scheme that stands for IAM, which has nothing to tell apart. */
const createIamAuthorizer: CreateAuthorizer = (_name, _scheme, dependencies) => {
  const authorize = createIamAuthorize(dependencies);
  return { forScopes: () => authorize, warm: () => Promise.resolve() };
};

/** By `type` of `x-amazon-apigateway-authorizer`: a new kind of authorizer is a line here. */
const kinds: ReadonlyMap<string, CreateAuthorizer> = new Map([
  ["awssigv4", createIamAuthorizer],
  ["cognito_user_pools", createCognitoAuthorizer],
  ["request", createRequestAuthorizer],
  ["token", createTokenAuthorizer],
]);

/** A document's security schemes, each made into an authorizer when the first route names it. */
export class Authorizers {
  readonly #schemes: Readonly<Record<string, SecurityScheme>>;
  readonly #dependencies: AuthorizerDependencies;
  readonly #made = new Map<string, Authorizer>();

  constructor(document: OpenApiDocument, dependencies: AuthorizerDependencies) {
    this.#schemes = document.components?.securitySchemes ?? {};
    this.#dependencies = dependencies;
  }

  /**
   * What guards a route; undefined for a route that is open to all.
   *
   * @param route - method and path, for errors
   * @throws NotServedError for a kind of authorization that is not served
   * @throws RestApiDefinitionError for an undeclared scheme, or more than one
   */
  forOperation(route: string, operation: Operation): Authorize | undefined {
    const authType = operation["x-amazon-apigateway-auth"]?.type?.toUpperCase() ?? "NONE";
    if (authType === "AWS_IAM") {
      return createIamAuthorize(this.#dependencies);
    }
    if (authType !== "NONE") {
      throw new NotServedError(route, "authorizer", authType, [...kinds.keys()]);
    }
    const required = (operation.security ?? [])
      .flatMap((schemes) => Object.entries(schemes))
      .filter(([name]) => !isApiKeyScheme(this.#schemes[name]));
    const [first, second] = required;
    if (first === undefined) {
      return undefined;
    }
    const authorizer = this.#authorizer(route, first[0]);
    if (second !== undefined) {
      // A kind that is not served is what to complain of first.
      this.#authorizer(route, second[0]);
      throw new RestApiDefinitionError(route, "has more than one authorizer");
    }
    return authorizer.forScopes(first[1]);
  }

  async warm(): Promise<void> {
    await Promise.all([...this.#made.values()].map((authorizer) => authorizer.warm()));
  }

  #authorizer(route: string, name: string): Authorizer {
    const made = this.#made.get(name);
    if (made !== undefined) {
      return made;
    }
    const scheme = this.#schemes[name];
    if (scheme === undefined) {
      throw new RestApiDefinitionError(route, `names the security scheme "${name}", which is none`);
    }
    const kind = kindOf(scheme);
    const create = kinds.get(kind);
    if (create === undefined) {
      throw new NotServedError(route, "authorizer", kind, [...kinds.keys()]);
    }
    const authorizer = create(name, scheme, this.#dependencies);
    this.#made.set(name, authorizer);
    return authorizer;
  }
}

/** A scheme without an authorizer is IAM's, or guards nothing. */
function kindOf(scheme: SecurityScheme): string {
  return (
    scheme["x-amazon-apigateway-authorizer"]?.type?.toLowerCase() ??
    scheme["x-amazon-apigateway-authtype"]?.toLowerCase() ??
    "api_key"
  );
}
