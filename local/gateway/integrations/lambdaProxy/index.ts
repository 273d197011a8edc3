import { LambdaServiceError, type InvokeResult } from "../../../lambda/contract.ts";
import { NotServedError, RestApiDefinitionError } from "../../errors.ts";
import type { Exchange } from "../../exchange.ts";
import { GatewayError } from "../../gatewayError.ts";
import { resolveStageVariables } from "../../stageVariables.ts";
import { withTimeout } from "../../timeout.ts";
import type { CreateIntegration, Integration, IntegrationDependencies } from "../index.ts";
import { createEvent } from "./event.ts";
import { MalformedOutputError, parseOutput, type FunctionOutput } from "./output.ts";
import { createReply } from "./response.ts";

/** Lambda's limit for a synchronous invocation's payload, in bytes. (Lambda Developer Guide, "Lambda quotas") */
const maxPayloadBytes = 6 * 1024 * 1024;

const functionUri =
  /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:[^/]+)\/invocations$/;

/**
 * Integration `aws_proxy`: the request goes to a Lambda function as an event, the function's output
 * is the response.
 */
export const createLambdaProxy: CreateIntegration = (route, definition, dependencies) => {
  if (definition.responseTransferMode?.toUpperCase() === "STREAM") {
    throw new NotServedError(route, "response transfer mode", "STREAM", ["BUFFERED"]);
  }
  const uri = resolveStageVariables(definition.uri ?? "", dependencies.stageVariables);
  const functionArn = functionUri.exec(uri)?.[1];
  if (functionArn === undefined) {
    throw new RestApiDefinitionError(route, `"${uri}" is no Lambda function's invocation URI`);
  }
  if (definition.httpMethod !== "POST") {
    // Deployable on AWS, where every call fails: Lambda's Invoke is a POST.
    return () => Promise.reject(new GatewayError("API_CONFIGURATION_ERROR"));
  }
  return proxyTo(functionArn, definition.timeoutInMillis, dependencies);
};

function proxyTo(
  functionArn: string,
  timeoutMs = 29_000,
  { invoke, isBinary }: IntegrationDependencies,
): Integration {
  return async (exchange) => {
    const payload = JSON.stringify(createEvent(exchange, isBinary));
    if (Buffer.byteLength(payload) > maxPayloadBytes) {
      throw new GatewayError("REQUEST_TOO_LARGE", { message: "Request Too Long" });
    }
    const invocation = withTimeout(invoke(functionArn, payload), timeoutMs, timedOut);
    const result = await invocation.catch((error: unknown) => serviceFailed(exchange, error));
    exchange.integrationReport.serviceStatus = 200;
    const output = readOutput(exchange, result);
    exchange.integrationReport.status = output.status;
    return createReply(output, exchange, isBinary);
  };
}

const timedOut = () => new GatewayError("INTEGRATION_TIMEOUT");

/** Lambda refused to run the function. (Lambda Developer Guide, "Handling Lambda errors with an API Gateway API") */
function serviceFailed(exchange: Exchange, error: unknown): never {
  if (error instanceof LambdaServiceError) {
    exchange.integrationReport.serviceStatus = error.status;
    exchange.integrationReport.error = `${error.code}: ${error.message}`;
    throw new GatewayError("INTEGRATION_FAILURE", { cause: error });
  }
  throw error;
}

function readOutput(exchange: Exchange, result: InvokeResult): FunctionOutput {
  if (result.functionError !== undefined) {
    exchange.integrationReport.error = "The function failed";
    throw new GatewayError("INTEGRATION_FAILURE", { status: 502 });
  }
  try {
    return parseOutput(result.payload);
  } catch (cause) {
    if (cause instanceof MalformedOutputError) {
      exchange.integrationReport.error = `Malformed Lambda proxy response: ${cause.message}`;
      throw new GatewayError("INTEGRATION_FAILURE", { status: 502, cause });
    }
    throw cause;
  }
}
