import type { Decision } from "../exchange/callers.ts";
import type { Exchange, StepReport } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type { Authorize } from "./authorizer.ts";
import { accessDenied, refuseDenied, type ResourcePolicy } from "./policies/resourcePolicy.ts";

/** Lets a request through, with what is known of its caller, or throws the gateway error that refuses it. */
export type Guard = (
  exchange: Exchange,
  receiveBody: () => Promise<Buffer | undefined>,
) => Promise<void>;

/** How a route finds out who calls. */
export type AuthorizationKind = "cognito" | "iam" | "lambda" | "none";

/**
 * Joins a route's authorization and the API's resource policy: undefined where there is neither.
 *
 * With a Lambda authorizer, what the policy denies never reaches the function. With none and with a
 * user pool the policy has to allow by itself, with the others it may leave that to them.
 * (API Gateway Developer Guide, "How API Gateway resource policies affect authorization workflow";
 * its table counts user pools among the others, its text does not: the stricter reading holds here.)
 */
export function createWorkflow(
  kind: AuthorizationKind,
  authorize: Authorize | undefined,
  policy: ResourcePolicy | undefined,
): Guard | undefined {
  if (authorize === undefined && policy === undefined) return undefined;
  const judges = policy !== undefined || kind === "iam" || kind === "lambda";
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
    if (judges) {
      await reported(exchange.authorizeReport, () => judge(kind, decision, policy, exchange));
    }
  };
}

/** @param own - what the caller's or the authorizer's policy says; undefined where there is none */
function judge(
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

/** Takes down how a step goes. */
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
