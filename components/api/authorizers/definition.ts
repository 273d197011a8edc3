import {
  anyText,
  check,
  listOf,
  mapOf,
  type OptionRules,
  options,
  optionsBy,
  required,
  text,
  whole,
} from "../../shared/options.ts";
import { functionMemoryMb } from "../../shared/rules.ts";
import type { Operation } from "../document/types.ts";
import { invocationUri } from "../document/uris.ts";

/** A custom function that decides who may call. */
interface AuthorizerFunction {
  /** Folder of its source under `functions/`, such as `authorizers/partners`; its entry is `handler.ts`. */
  readonly source: string;
  /**
   * Seconds that API Gateway keeps a response for all calls with the same identity, on any route: 0 to
   * 3,600. With 0 the function is invoked for each call.
   * @default 300
   */
  readonly ttlSeconds?: number;
  /** Seconds after which Lambda stops an invocation, 1 to 29. @default 10 */
  readonly timeoutSeconds?: number;
  /** Memory in MB. @default 256 */
  readonly memoryMb?: number;
  /** Environment variables, not for secrets. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Headers that services behind `lambdaProxy` get from its response: by the header's name, which begins with
   * `x-user-`, a key of its `context` or "principalId". Such as
   * `{ "x-user-sub": "principalId", "x-user-tenant": "tenant" }`.
   * @default none
   */
  readonly userHeaders?: Readonly<Record<string, string>>;
}

/** Gets the value of one header as `authorizationToken`. */
interface TokenAuthorizer extends AuthorizerFunction {
  readonly kind: "token";
  /** Header that carries the token. @default "Authorization" */
  readonly header?: string;
  /**
   * Regular expression that the whole token must match; other tokens get 401 without an invocation.
   * @default any token
   */
  readonly identityValidationExpression?: string;
}

/** Gets the request's headers, query parameters and path, but not its body. */
interface RequestAuthorizer extends AuthorizerFunction {
  readonly kind: "request";
  /**
   * Values that identify a caller: `method.request.header.<name>`,
   * `method.request.querystring.<name>`, `stageVariables.<name>` or `context.<name>`. Calls without
   * one get 401 without an invocation. May be empty only with `ttlSeconds: 0`.
   */
  readonly identitySources: readonly string[];
}

/** A Lambda authorizer: it returns a policy that allows or denies `execute-api:Invoke`. */
export type AuthorizerDefinition = TokenAuthorizer | RequestAuthorizer;

/** A platform's authorizers by name. */
export type AuthorizerDefinitions = Readonly<Record<string, AuthorizerDefinition>>;

const functionRules: OptionRules<AuthorizerFunction> = {
  source: required(text()),
  // Source: API Gateway API Reference, "CreateAuthorizer".
  ttlSeconds: whole(0, 3_600, "With 0 the function is invoked for each call."),
  timeoutSeconds: whole(1, 29, "Callers wait for it."),
  memoryMb: functionMemoryMb,
  environment: mapOf(anyText),
  userHeaders: mapOf(
    text(/^[A-Za-z]\w*$/, "a key of letters, digits and _ of the authorizer's response"),
    text(
      /^x-user-(?!assertion$)[a-z0-9-]+$/,
      "names such as x-user-tenant, other than x-user-assertion",
    ),
  ),
};

/** Source: API Gateway API Reference, "CreateAuthorizer" (`identitySource`). */
const identitySource =
  /^(?:method\.request\.(?:header|querystring)\.[\w-]+|stageVariables\.\w+|context(?:\.\w+)+)$/;

const isExpression = (value: unknown): boolean => {
  if (typeof value !== "string" || value === "") return false;
  try {
    RegExp(value);
    return true;
  } catch {
    return false;
  }
};

const noIdentity = {
  argument: "identitySources",
  given: [],
  allowed: "at least one source while responses are cached",
  fix:
    "Name what identifies a caller, or set ttlSeconds: 0. Otherwise all callers would get the " +
    "response for the first one.",
};

export const authorizersRule = mapOf(
  optionsBy("kind", {
    token: options<TokenAuthorizer>({
      ...functionRules,
      kind: required(text()),
      header: text(/^[\w-]+$/, "a header's name such as X-Partner-Token"),
      identityValidationExpression: check(isExpression, "a non-empty regular expression"),
    }),
    request: options<RequestAuthorizer>(
      {
        ...functionRules,
        kind: required(text()),
        identitySources: required(
          listOf(
            text(
              identitySource,
              "method.request.header.<name>, method.request.querystring.<name>, stageVariables.<name>, context.<name>",
              "Path parameters and the body cannot identify a caller.",
            ),
          ),
        ),
      },
      ({ identitySources, ttlSeconds }) =>
        identitySources.length > 0 || ttlSeconds === 0 ? [] : [noIdentity],
    ),
  }),
  text(/^[a-zA-Z][\w-]*$/, "names of letters, digits, _ and -, beginning with a letter"),
);

/** API Gateway's own default, written out for readers of the document. */
const defaultTtlSeconds = 300;

/** Sources that identify an authorizer's callers, such as `method.request.header.X-Key`. */
export const identitySourcesOf = (authorizer: AuthorizerDefinition): readonly string[] =>
  authorizer.kind === "token"
    ? [`method.request.header.${authorizer.header ?? "Authorization"}`]
    : authorizer.identitySources;

/** The header or query parameter that a source reads. `undefined` for another source. */
export function identityParameter(
  source: string,
): { readonly in: "header" | "query"; readonly name: string } | undefined {
  const [, place, name] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  return name === undefined ? undefined : { in: place === "header" ? "header" : "query", name };
}

/** Headers that identify an authorizer's callers. */
export const identityHeaders = (authorizer: AuthorizerDefinition): string[] =>
  identitySourcesOf(authorizer).flatMap((source) => {
    const parameter = identityParameter(source);
    return parameter?.in === "header" ? [parameter.name] : [];
  });

/**
 * A Lambda authorizer as a security scheme.
 * Source: API Gateway Developer Guide, "x-amazon-apigateway-authorizer object".
 */
export function lambdaScheme(
  definition: AuthorizerDefinition,
  region: string,
  functionArn: string,
): Operation {
  const sources = identitySourcesOf(definition);
  const [header] = sources.length === 1 ? identityHeaders(definition) : [];
  const isToken = definition.kind === "token";
  const expression = isToken ? definition.identityValidationExpression : undefined;
  return {
    type: "apiKey",
    // API Gateway's placeholder, unless a header is the only source.
    name: header ?? "Unused",
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: definition.kind,
      authorizerUri: invocationUri(region, functionArn),
      authorizerResultTtlInSeconds: definition.ttlSeconds ?? defaultTtlSeconds,
      ...(expression !== undefined && { identityValidationExpression: expression }),
      ...(!isToken && sources.length > 0 && { identitySource: sources.join(", ") }),
    },
  };
}
