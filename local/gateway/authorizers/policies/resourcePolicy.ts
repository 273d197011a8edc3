import { RestApiDefinitionError } from "../../errors.ts";
import type { Decision } from "../../exchange/callers.ts";
import type { Exchange, ServedApi } from "../../exchange/exchange.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import { compilePolicy, type Policy } from "./policyDocument.ts";
import { PolicyDocumentError } from "./elements.ts";
import { compilePrincipal } from "./principals.ts";

/** Returns the decision of an API's resource policy on a request. */
export type ResourcePolicy = (exchange: Exchange) => Decision;

/**
 * Compiles an API's `x-amazon-apigateway-policy`; undefined for an API without one.
 *
 * @throws RestApiDefinitionError for an invalid or unsupported policy
 */
export function compileResourcePolicy({
  model,
  region,
  accountId,
}: Omit<ServedApi, "model"> & {
  readonly model: Pick<ServedApi["model"], "document" | "id" | "name">;
}): ResourcePolicy | undefined {
  const document = model.document["x-amazon-apigateway-policy"];
  if (document === undefined) return undefined;
  // API Gateway completes resources that begin with `execute-api:/` when it imports a policy.
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

/** Returns a policy's decision on a call. A deny of the path without its trailing slashes also counts. */
export function decide(policy: Policy, exchange: Exchange): Decision {
  const decision = policy("execute-api:Invoke", exchange.methodArn, exchange);
  const bareArn = bareMethodArn(exchange);
  if (bareArn === undefined) return decision;
  const bare = policy("execute-api:Invoke", bareArn, exchange);
  return bare === "deny" ? bare : decision;
}

/**
 * The method's ARN without the trailing slashes of its path, which lead to the same route; undefined
 * without trailing slashes. (API Gateway's evaluation is not documented.)
 */
export function bareMethodArn({ methodArn, request }: Exchange): string | undefined {
  return /[^/]\/+$/.test(request.target.path) ? methodArn.replace(/\/+$/, "") : undefined;
}

/** The error for an unauthorized caller; API Gateway masks most of the account. */
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
