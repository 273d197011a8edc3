import type { Decision } from "../exchange/callers.ts";
import type { Exchange, StepReport } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type { Authorize } from "./authorizer.ts";
import { accessDenied, refuseDenied, type ResourcePolicy } from "./policies/resourcePolicy.ts";

/** Adds the caller to an authorized exchange, or throws the gateway error that rejects the request. */
export type Guard = (
  exchange: Exchange,
  receiveBody: () => Promise<Buffer | undefined>,
) => Promise<void>;

/** The kind of a route's authorization. */
export type AuthorizationKind = "cognito" | "iam" | "lambda" | "none";

/**
 * Combines a route's authorization with the API's resource policy; undefined if it has neither.
 *
 * Requests that the policy denies never reach a Lambda authorizer. Without an authorizer, and with a
 * user pool, the policy must allow the request; with a Lambda authorizer or IAM, either may allow it.
 * (API Gateway Developer Guide, "How API Gateway resource policies affect authorization workflow". Its
 * table and text disagree about user pools; this is the stricter reading.)
 */
export function createWorkflow(
  kind: AuthorizationKind,
  authorize: Authorize | undefined,
  policy: ResourcePolicy | undefined,
): Guard | undefined {
  if (authorize === undefined && policy === undefined) return undefined;
  const evaluates = policy !== undefined || kind === "iam" || kind === "lambda";
  return async (exchange, receiveBody) => {
    if (kind === "lambda" && policy !== undefined) {
      await reported(exchange.authorizeReport, () => refuseDenied(policy, exchange));
    }
    let decision: Decision | undefined;
    if (authorize !== undefined) {
      const report = kind === "iam" ? exchange.authenticateReport : exchange.authorizerReport;
      const found = await reported(report, () => authorize(exchange, receiveBody));
      exchange.authorizer = found.context;
      exchange.caller = found.caller;
      exchange.usageIdentifierKey = found.usageIdentifierKey;
      decision = found.decision;
    }
    if (evaluates) {
      await reported(exchange.authorizeReport, () =>
        authorizeByPolicies(kind, decision, policy, exchange),
      );
    }
  };
}

/** @param own - the decision of the caller's or authorizer's policy; undefined without a policy */
function authorizeByPolicies(
  kind: AuthorizationKind,
  own: Decision | undefined,
  policy: ResourcePolicy | undefined,
  exchange: Exchange,
): void {
  if (own === "deny") {
    const reason = " with an explicit deny in an identity-based policy";
    throw kind === "lambda"
      ? new GatewayError("ACCESS_DENIED", {
          message: `User is not authorized to access this resource${reason}`,
        })
      : accessDenied(exchange, reason);
  }
  const decision = refuseDenied(policy, exchange);
  const { caller, served } = exchange;
  const isForeign = caller !== undefined && caller.accountId !== served.accountId;
  const isAllowed =
    own === undefined || isForeign
      ? decision === "allow" && own !== "silent"
      : decision === "allow" || own === "allow";
  if (!isAllowed) {
    throw kind === "lambda" ? new GatewayError("ACCESS_DENIED") : accessDenied(exchange);
  }
}

/** Records the result of a step. */
async function reported<Result>(
  report: StepReport,
  step: () => Result | Promise<Result>,
): Promise<Result> {
  const startedAt = Date.now();
  try {
    const result = await step();
    report.status = 200;
    return result;
  } catch (error) {
    report.status = error instanceof GatewayError ? error.status : 500;
    report.error ??= error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    report.latencyMs = (report.latencyMs ?? 0) + Date.now() - startedAt;
  }
}
