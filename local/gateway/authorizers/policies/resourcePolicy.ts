import { RestApiDefinitionError } from "../../errors.ts";
import type { Decision } from "../../exchange/callers.ts";
import type { Exchange, ServedApi } from "../../exchange/exchange.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import { compilePolicy, type Policy } from "./policyDocument.ts";
import { PolicyDocumentError } from "./elements.ts";
import { compilePrincipal } from "./principals.ts";

/** What an API's resource policy says to a request. */
export type ResourcePolicy = (exchange: Exchange) => Decision;

/**
 * Prepares an API's `x-amazon-apigateway-policy`; undefined for an API without one.
 *
 * @throws RestApiDefinitionError for a policy that can't be judged here
 */
export function compileResourcePolicy({
  model,
  region,
  accountId,
}: ServedApi): ResourcePolicy | undefined {
  const document = model.document["x-amazon-apigateway-policy"];
  if (document === undefined) return undefined;
  // API Gateway fills in what stands before the stage when it takes a policy.
  const api = `arn:aws:execute-api:${region}:${accountId}:${model.id}/`;
  try {
    const policy = compilePolicy(document, {
      principals: (principal, effect) => compilePrincipal(principal, effect, accountId),
      expand: (resource) => resource.replace(/^execute-api:\//, api),
    });
    return (exchange) => decide(policy, exchange);
  } catch (error) {
    if (!(error instanceof PolicyDocumentError)) throw error;
    throw new RestApiDefinitionError(
      `REST API "${model.name}"`,
      `its resource policy: ${error.message}`,
    );
  }
}

/** What a policy says to a call of the API; what denies its path without slashes at the end is heeded too. */
export function decide(policy: Policy, exchange: Exchange): Decision {
  const decision = policy("execute-api:Invoke", exchange.methodArn, exchange);
  const bareArn = bareMethodArn(exchange);
  if (bareArn === undefined) return decision;
  const bare = policy("execute-api:Invoke", bareArn, exchange);
  return bare === "deny" ? bare : decision;
}

/**
 * A call's method without the slashes at the end of its path, which lead to the same route; undefined
 * when there are none. (Whether API Gateway judges by it is not documented.)
 */
export function bareMethodArn({ methodArn, request }: Exchange): string | undefined {
  return /[^/]\/+$/.test(request.target.path) ? methodArn.replace(/\/+$/, "") : undefined;
}

/** What API Gateway tells those whom it refuses; it hides most of the account from them. */
export function accessDenied({ methodArn, served, caller }: Exchange, reason = ""): GatewayError {
  const { accountId } = served;
  const resource = methodArn.replace(`:${accountId}:`, `:********${accountId.slice(-4)}:`);
  const user = caller?.userArn ?? "anonymous";
  return new GatewayError("ACCESS_DENIED", {
    message: `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${resource}${reason}`,
  });
}

/** @throws GatewayError 403 when the policy denies the request */
export function refuseDenied(policy: ResourcePolicy | undefined, exchange: Exchange): Decision {
  const decision = policy?.(exchange) ?? "silent";
  if (decision === "deny") {
    throw accessDenied(exchange, " with an explicit deny in a resource-based policy");
  }
  return decision;
}
