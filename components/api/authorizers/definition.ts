/** A function of the team's own that says who may call. */
interface AuthorizerFunction {
  /** Folder of its source under `functions/`, such as `authorizers/partners`; its entry is `handler.ts`. */
  readonly source: string;
  /**
   * Seconds that API Gateway keeps an answer, for all calls with the same identity, whatever route
   * they are for: 0 to 3600, where 0 asks each time.
   * @default 300
   */
  readonly ttlSeconds?: number;
  /** Seconds after which Lambda stops an invocation. @default 10 */
  readonly timeoutSeconds?: number;
  /** Memory in MB. @default 256 */
  readonly memoryMb?: number;
  /** Variables in plain; secrets don't belong here. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Is given one header's value, as `authorizationToken`. */
export interface TokenAuthorizer extends AuthorizerFunction {
  readonly kind: "token";
  /** Header that carries the token. @default "Authorization" */
  readonly header?: string;
  /**
   * Regular expression that the whole token has to match; other tokens are refused with 401 and the
   * function is not asked.
   * @default any token
   */
  readonly identityValidationExpression?: string;
}

/** Is given the request with its headers, query parameters and path, but without its body. */
export interface RequestAuthorizer extends AuthorizerFunction {
  readonly kind: "request";
  /**
   * What tells callers apart, in API Gateway's words: `method.request.header.<name>`,
   * `method.request.querystring.<name>`, `stageVariables.<name>` or `context.<name>`. Calls that lack
   * one are refused with 401 and the function is not asked. May be empty with `ttlSeconds: 0` only.
   */
  readonly identitySources: readonly string[];
}

/** A Lambda authorizer: it answers with a policy that allows or denies `execute-api:Invoke`. */
export type AuthorizerDefinition = TokenAuthorizer | RequestAuthorizer;

/** A platform's authorizers by name. */
export type AuthorizerDefinitions = Readonly<Record<string, AuthorizerDefinition>>;
