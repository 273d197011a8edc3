import type { InvokeResult } from "../../../lambda/contract.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import { createNonProxy } from "../../mapping/nonProxy.ts";
import { integrationTimeoutMs } from "../../quotas.ts";
import { invocationAttributes, nameOf } from "../../exchange/invocation.ts";
import { withTimeout } from "../../exchange/timeout.ts";
import type { BackendRequest, BackendResponse, CreateIntegration } from "../integration.ts";
import { functionArnOf } from "../lambdaProxy/functionUri.ts";
import { serviceFailed } from "../lambdaProxy/index.ts";
import { withRole } from "../lambdaProxy/role.ts";
import { checkPayload } from "./checkPayload.ts";
import { invokeLater } from "../../../lambda/invokeLater.ts";

/**
 * Integration `aws` of a function: the request template renders its event, its return value is the
 * response, and the message of a thrown error selects the integration response. (API Gateway Developer
 * Guide, "Handle Lambda errors in API Gateway")
 *
 * A mapped header `X-Amz-Invocation-Type` chooses how Lambda runs it. (Same guide, "Set up asynchronous
 * invocation of the backend Lambda function"; statuses: Lambda API Reference, "Invoke")
 */
export const createLambda: CreateIntegration = (route, definition, given) => {
  const dependencies = withRole(route, definition, given);
  const { stageVariables, invoke } = dependencies;
  const functionArn = functionArnOf(route, definition.uri, stageVariables);
  if (definition.httpMethod !== "POST") {
    const cause = "The integration's httpMethod must be POST for functions";
    return () => Promise.reject(new GatewayError("API_CONFIGURATION_ERROR", { cause }));
  }
  const { timeoutInMillis: timeoutMs = integrationTimeoutMs } = definition;
  const timedOut = () => new GatewayError("INTEGRATION_TIMEOUT");

  const run = async (payload: string, exchange: Exchange): Promise<BackendResponse> => {
    exchange.steps.enter("function", { function: nameOf(functionArn) });
    const invocation = withTimeout(invoke(functionArn, payload), timeoutMs, timedOut);
    const result = await invocation.catch((error: unknown) => serviceFailed(exchange, error));
    exchange.steps.note(invocationAttributes(functionArn, result));
    return respond(exchange, 200, errorMessage(result), result);
  };
  const start = async (payload: string, exchange: Exchange): Promise<BackendResponse> => {
    const accepted = invokeLater(invoke, functionArn, payload);
    await accepted.catch((error: unknown) => serviceFailed(exchange, error));
    return respond(exchange, 202);
  };

  return createNonProxy(route, definition, dependencies, "aws", async (request, exchange) => {
    const type = invocationType(request);
    const payload = request.body.length === 0 ? "{}" : request.body.toString();
    checkPayload(payload, exchange);
    if (type === "RequestResponse") return run(payload, exchange);
    if (type === "Event") return start(payload, exchange);
    if (type === "DryRun") return respond(exchange, 204);
    const message = `1 validation error detected: Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`;
    return respond(exchange, 400, message, { payload: JSON.stringify({ message }) });
  });
};

function invocationType({ header }: BackendRequest): string {
  const name = Object.keys(header).findLast(
    (each) => each.toLowerCase() === "x-amz-invocation-type",
  );
  const value = name === undefined ? "" : [header[name]!].flat().at(-1);
  return value || "RequestResponse";
}

/** Reports Lambda's response to `Invoke`; without a result it has no body. */
function respond(
  { integrationReport }: Exchange,
  status: number,
  selector = "",
  { payload, functionError, requestId }: InvokeResult = { payload: "" },
): BackendResponse {
  integrationReport.serviceStatus = status;
  integrationReport.status = status;
  integrationReport.requestId = requestId;
  const headers = new Map<string, string[]>();
  if (requestId !== undefined) headers.set("x-amzn-requestid", [requestId]);
  if (functionError !== undefined) headers.set("x-amz-function-error", [functionError]);
  return { selector, headers, body: Buffer.from(payload) };
}

/** The message of a function's error; empty without one, which only `.*` and the default match. */
function errorMessage({ payload, functionError }: InvokeResult): string {
  if (functionError === undefined) return "";
  const error = JSON.parse(payload) as { errorMessage?: unknown } | null;
  return typeof error?.errorMessage === "string" ? error.errorMessage : "";
}
