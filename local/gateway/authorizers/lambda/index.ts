import { LambdaServiceError, type InvokeResult } from "../../../lambda/contract.ts";
import { RestApiDefinitionError } from "../../errors.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import { compileJavaPattern } from "../../mapping/javaPattern.ts";
import type { AuthorizerDefinition, SecurityScheme } from "../../openapi.ts";
import { integrationTimeoutMs } from "../../quotas.ts";
import { functionArnOf } from "../../integrations/lambdaProxy/functionUri.ts";
import { roleArnOf } from "../../integrations/lambdaProxy/role.ts";
import { invocationAttributes } from "../../exchange/invocation.ts";
import { withTimeout } from "../../exchange/timeout.ts";
import type {
  Authorization,
  Authorize,
  Authorizer,
  AuthorizerDependencies,
} from "../authorizer.ts";
import { decide } from "../policies/resourcePolicy.ts";
import { TokenCache } from "../tokenCache.ts";
import { requestEvent, tokenEvent } from "./events.ts";
import { compileIdentitySources } from "./identitySources.ts";
import { type AuthorizerOutput, parseAuthorizerOutput } from "./output.ts";

/** Seconds that a response is cached, by default and at most. */
const defaultTtlSeconds = 300;
const maxTtlSeconds = 3600;

/** A function's time in ms: not documented for authorizers, so that of integrations. */
const timeoutMs = integrationTimeoutMs;

/** Creates an authorizer of type `token`: its function receives the value of one header. */
export function createTokenAuthorizer(
  name: string,
  scheme: SecurityScheme,
  dependencies: AuthorizerDependencies,
): Authorizer {
  const definition = scheme["x-amazon-apigateway-authorizer"] ?? {};
  const source = definition.identitySource ?? `method.request.header.${scheme.name}`;
  if (!/^method\.request\.header\.[\w-]+$/.test(source) || scheme.in !== "header") {
    throw new RestApiDefinitionError(
      `authorizer "${name}"`,
      "needs a header for the token (in, name or identitySource)",
    );
  }
  const identity = compileIdentitySources(name, source);
  const { identityValidationExpression: expression } = definition;
  const isToken = expression
    ? compileJavaPattern(`authorizer "${name}"`, "identityValidationExpression", expression)
    : () => true;
  return createAuthorizer(name, scheme, dependencies, (exchange) => {
    const [values = []] = identity(exchange) ?? [];
    const [token, ...others] = values;
    // A request with several tokens is ambiguous, so it is rejected.
    if (token === undefined || others.length > 0 || !isToken(token)) return undefined;
    return { key: token, event: () => tokenEvent(exchange, token) };
  });
}

/** Creates an authorizer of type `request`: its function receives the request without its body. */
export function createRequestAuthorizer(
  name: string,
  scheme: SecurityScheme,
  dependencies: AuthorizerDependencies,
): Authorizer {
  const definition = scheme["x-amazon-apigateway-authorizer"] ?? {};
  const { identitySource = "", authorizerResultTtlInSeconds: ttl } = definition;
  if (identitySource.trim() === "" && ttl !== 0) {
    throw new RestApiDefinitionError(
      `authorizer "${name}"`,
      "caches responses, so it needs an identitySource; or set authorizerResultTtlInSeconds to 0",
    );
  }
  const identity = compileIdentitySources(name, identitySource);
  return createAuthorizer(name, scheme, dependencies, (exchange) => {
    const values = identity(exchange);
    return values && { key: JSON.stringify(values), event: () => requestEvent(exchange) };
  });
}

/** The cache key of a caller, and the event for the function. */
interface Invocation {
  readonly key: string;
  event(): object;
}

/**
 * Implements both types: 401 without an identity, else the policy from the cache or the function. A
 * cached policy applies to the whole stage, so it is evaluated again for each method.
 */
function createAuthorizer(
  name: string,
  scheme: SecurityScheme,
  dependencies: AuthorizerDependencies,
  invocationFor: (exchange: Exchange) => Invocation | undefined,
): Authorizer {
  const definition = scheme["x-amazon-apigateway-authorizer"] ?? {};
  const { functionArn, invoke } = createInvocation(name, definition, dependencies);
  const ttlMs = readTtlMs(name, definition);
  const cache = dependencies.keepCache(name, scheme, () => new TokenCache<AuthorizerOutput>(ttlMs));
  const authorize: Authorize = async (exchange) => {
    const invocation = invocationFor(exchange);
    if (invocation === undefined) {
      const cause =
        "the request lacks what identifies the caller to the authorizer, or has it twice";
      throw new GatewayError("UNAUTHORIZED", { cause });
    }
    exchange.steps.note({ authorizer: name });
    const key = `${dependencies.codeVersionOf(functionArn)} ${invocation.key}`;
    const kept = cache.get(key);
    if (kept !== undefined) {
      exchange.steps.note({ cached: true });
      return evaluate(exchange, kept);
    }
    const output = await invoke(exchange, invocation.event());
    cache.set(key, output, Infinity);
    return evaluate(exchange, output);
  };
  return { forScopes: () => authorize, warm: () => Promise.resolve() };
}

function evaluate(exchange: Exchange, output: AuthorizerOutput): Authorization {
  const integrationLatency = exchange.authorizerReport.serviceLatencyMs ?? 0;
  return {
    context: { ...output.context, integrationLatency },
    usageIdentifierKey: output.usageIdentifierKey,
    decision: decide(output.policy, exchange),
  };
}

function createInvocation(
  name: string,
  definition: AuthorizerDefinition,
  { invokeAuthorizer, stageVariables }: AuthorizerDependencies,
) {
  const { authorizerUri, authorizerCredentials } = definition;
  const subject = `authorizer "${name}"`;
  const functionArn = functionArnOf(subject, authorizerUri, stageVariables);
  const roleArn = roleArnOf(subject, authorizerCredentials, stageVariables);
  const invoke = async (exchange: Exchange, event: object): Promise<AuthorizerOutput> => {
    const startedAt = Date.now();
    try {
      const invocation = invokeAuthorizer(functionArn, JSON.stringify(event), roleArn);
      const result = await withTimeout(
        invocation,
        timeoutMs,
        () => new GatewayError("AUTHORIZER_FAILURE"),
      );
      exchange.authorizerReport.serviceStatus = 200;
      exchange.authorizerReport.requestId = result.requestId;
      exchange.steps.note(invocationAttributes(functionArn, result));
      return readResult(result);
    } catch (cause) {
      if (cause instanceof GatewayError) throw cause;
      if (cause instanceof LambdaServiceError)
        exchange.authorizerReport.serviceStatus = cause.status;
      exchange.authorizerReport.error = (cause as Error).message;
      throw new GatewayError("AUTHORIZER_CONFIGURATION_ERROR", { cause });
    } finally {
      exchange.authorizerReport.serviceLatencyMs = Date.now() - startedAt;
    }
  };
  return { functionArn, invoke };
}

/** @throws GatewayError 401 when the function fails with exactly the error `Unauthorized` */
function readResult({ payload, functionError }: InvokeResult): AuthorizerOutput {
  if (functionError === undefined) return parseAuthorizerOutput(payload);
  const { errorMessage } = JSON.parse(payload) as { errorMessage?: unknown };
  if (errorMessage === "Unauthorized") {
    const cause = 'the authorizer\'s function refused the caller: it threw "Unauthorized"';
    throw new GatewayError("UNAUTHORIZED", { cause });
  }
  throw new Error(`The authorizer's function failed: ${String(errorMessage)}`);
}

function readTtlMs(
  name: string,
  { authorizerResultTtlInSeconds: ttl }: AuthorizerDefinition,
): number {
  const seconds = ttl ?? defaultTtlSeconds;
  if (!(seconds >= 0 && seconds <= maxTtlSeconds)) {
    throw new RestApiDefinitionError(
      `authorizer "${name}"`,
      `authorizerResultTtlInSeconds is ${seconds}; use 0 to ${maxTtlSeconds}`,
    );
  }
  return seconds * 1000;
}
